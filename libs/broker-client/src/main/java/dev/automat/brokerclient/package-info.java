/** Client of the broker's frames door: length-prefixed frames over TCP, on nothing but the JDK. */
@NullMarked
package dev.automat.brokerclient;

import org.jspecify.annotations.NullMarked;

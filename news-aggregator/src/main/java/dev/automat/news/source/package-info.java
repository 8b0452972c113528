/** The sites to read and the rules that find headlines on them. */
@NullMarked
package dev.automat.news.source;

import org.jspecify.annotations.NullMarked;

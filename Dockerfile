# One file for the five apps: `docker build --build-arg APP=patron-service .`
# The build stage is the same for all of them and runs once.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY libs libs
COPY patron-service patron-service
COPY news-aggregator news-aggregator
COPY metrics-collector metrics-collector
COPY broker-service broker-service
COPY dashboard-ui dashboard-ui
COPY cli/pom.xml cli/
COPY bench/pom.xml bench/
COPY system-tests/pom.xml system-tests/
# In nobody's home, so that it is the same for whichever user the image builds as.
RUN --mount=type=cache,target=/cache/m2 \
    MAVEN_USER_HOME=/cache/m2 ./mvnw -q -B -Dmaven.repo.local=/cache/m2/repository \
    -DskipTests -Dspotless.check.skip -Djacoco.skip \
    -pl patron-service,news-aggregator,metrics-collector,broker-service,dashboard-ui -am package

FROM build AS layers
ARG APP
# Stable names, whatever the version: the class path becomes part of the AOT cache.
RUN cp ${APP}/target/${APP}-*.jar app.jar \
    && java -Djarmode=tools -jar app.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
ARG APP
WORKDIR /app
COPY docker/healthcheck /usr/local/bin/healthcheck
# Dependencies change rarely and the application often: one image layer each.
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
# Same flags at training and run, or the JVM turns the cache down. Training ends once the context is
# refreshed, before anything connects or listens.
ENV JAVA_FLAGS="-XX:+UseSerialGC -Xmx160m -Xss512k -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
RUN java $JAVA_FLAGS -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -jar app.jar > /tmp/training.log 2>&1 \
    && test -s app.aot || { cat /tmp/training.log; exit 1; } ; rm -rf /tmp/*
# What a volume mounted here begins as: a folder that this user may write to.
RUN mkdir /data && chown 10001:10001 /data
# A number, so that a cluster can tell that it is not root.
USER 10001:10001
ENV SERVER_ADDRESS=0.0.0.0
HEALTHCHECK --interval=2s --timeout=2s --start-period=60s --retries=5 CMD ["healthcheck"]
# exec: the JVM is process 1 and gets SIGTERM itself.
ENTRYPOINT ["sh", "-c", "exec java $JAVA_FLAGS -XX:AOTCache=app.aot -jar app.jar \"$@\"", "java"]

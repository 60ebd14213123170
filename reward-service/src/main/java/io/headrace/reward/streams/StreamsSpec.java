package io.headrace.reward.streams;

import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.Topology;

/**
 * What a Kafka Streams application consists of.
 *
 * @param run the run's id
 * @param name of the application in messages, with its article: the assembler
 * @param inputs the topics that must exist, with equal numbers of partitions
 * @param topology the processors
 * @param properties configuration of Kafka Streams
 * @param kafka factory of the Kafka clients
 * @param folder folder of the stores
 */
record StreamsSpec(
    String run,
    String name,
    List<Topic> inputs,
    Topology topology,
    Properties properties,
    KafkaClients kafka,
    Path folder) {}

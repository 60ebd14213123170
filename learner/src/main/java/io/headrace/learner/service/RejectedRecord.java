package io.headrace.learner.service;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that can't be used, kept until the step that passes over it commits its dead letter.
 *
 * @param origin the record
 * @param message one sentence: what is wrong with it
 */
record RejectedRecord(ConsumerRecord<String, byte[]> origin, String message) {}

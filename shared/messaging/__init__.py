"""Outbox to Kafka and Kafka to inbox, behind one small Broker protocol."""

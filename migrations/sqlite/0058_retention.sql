-- What is old is found without a walk through what is not.
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX alarm_message_made ON alarm_message (made_at);
CREATE INDEX alarm_message_alarm ON alarm_message (alarm_id);
CREATE INDEX session_began ON session (began_at);
CREATE INDEX presence_seen ON presence (seen_at);

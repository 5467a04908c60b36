audit-alarm-muted = Alarm muted

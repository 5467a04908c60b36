nav-throughput = Throughput
nav-report = Report II.06a
nav-screens = Screens
nav-notices = Notices
nav-playback = Shown before
nav-alarms = Alarms

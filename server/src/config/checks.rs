//! What settings must be to be used, each by itself and beside the others.

use sanh_domain::dossier::attachment::{ATTACHMENT_BYTES_MAX, AttachmentLimits};

use super::{Config, ConfigError, refuse};

impl Config {
    /// The settings, if all of them can be used.
    ///
    /// # Errors
    /// One line that names a setting and what is wrong with it.
    pub(super) fn checked(mut self) -> Result<Self, ConfigError> {
        let tls = (
            self.tls_cert.as_os_str().is_empty(),
            self.tls_key.as_os_str().is_empty(),
        );
        if tls.0 != tls.1 {
            return refuse("tls-cert and tls-key go together: set both or neither");
        }
        let scheme = self.database_url.split(':').next().unwrap_or_default();
        if !matches!(scheme, "sqlite" | "postgres" | "postgresql") {
            return refuse("database-url: write sqlite://PATH or postgres://USER@HOST/NAME");
        }
        if !self.public_url.is_empty()
            && !self.public_url.starts_with("https://")
            && !self.public_url.starts_with("http://")
        {
            return refuse("public-url: write it with http:// or https://");
        }
        let counts = [
            ("database-readers-max", self.database_readers_max),
            ("database-writers-max", self.database_writers_max),
            ("database-busy-s", self.database_busy_s),
            ("database-statement-s", self.database_statement_s),
            ("database-idle-s", self.database_idle_s),
            ("boards-per-s-max", self.boards_per_s_max),
            ("beat-s", self.beat_s),
            ("slot-s", self.slot_s),
            ("poll-ms", self.poll_ms),
            ("connections-max", self.connections_max),
            (
                "connections-per-address-max",
                self.connections_per_address_max,
            ),
            ("streams-max", self.streams_max),
            ("channels-max", self.channels_max),
            ("body-bytes-max", self.body_bytes_max),
            ("head-bytes-max", self.head_bytes_max),
            ("handshake-s", self.handshake_s),
            ("stalled-s", self.stalled_s),
            ("header-s", self.header_s),
            ("request-s", self.request_s),
            ("backup-every-h", self.backup_every_h),
            ("backup-keep", self.backup_keep),
            ("clock-jump-h", self.clock_jump_h),
            ("clock-gap-days", self.clock_gap_days),
            ("import-file-bytes-max", self.import_file_bytes_max),
            ("import-upload-s", self.import_upload_s),
            ("import-run-min", self.import_run_min),
            ("import-keep-h", self.import_keep_h),
            ("session-keep-days", self.session_keep_days),
            ("letter-keep-days", self.letter_keep_days),
            ("alarm-keep-days", self.alarm_keep_days),
            ("import-keep-days", self.import_keep_days),
            (
                "feedback-contact-keep-days",
                self.feedback_contact_keep_days,
            ),
            ("subscription-keep-days", self.subscription_keep_days),
            ("cube-rows-max", self.cube_rows_max),
            ("alarm-every-s", self.alarm_every_s),
            ("alarm-repeat-h", self.alarm_repeat_h),
            ("alarm-dark-s", self.alarm_dark_s),
            ("alarm-behind-s", self.alarm_behind_s),
            ("alarm-clock-s", self.alarm_clock_s),
            ("alarm-backup-h", self.alarm_backup_h),
            ("alarm-seal-s", self.alarm_seal_s),
            ("alarm-away-s", self.alarm_away_s),
            ("alarm-sign-in-failures", self.alarm_sign_in_failures),
            ("openings-per-h-max", self.openings_per_h_max),
            ("searches-per-h-max", self.searches_per_h_max),
            ("alarm-letters-min", self.alarm_letters_min),
            ("renders-max", self.renders_max),
            ("streams-per-visitor-max", self.streams_per_visitor_max),
            (
                "desk-streams-per-person-max",
                self.desk_streams_per_person_max,
            ),
            ("body-s", self.body_s),
            ("bodies-max", self.bodies_max),
            ("bodies-per-visitor-max", self.bodies_per_visitor_max),
        ];
        if let Some((name, _)) = counts.iter().find(|(_, value)| *value == 0) {
            return refuse(&format!("{name}: must be at least 1"));
        }
        self.check_attachments()?;
        // The database must fail before the request does, so that the sender of a form learns the result.
        if self.database_busy_s >= self.request_s {
            return refuse("database-busy-s: must be less than request-s");
        }
        // A screen treats a stream as lost after 12 s without an event.
        if self.beat_s > 10 {
            return refuse("beat-s: at most 10, or the screens think contact is lost");
        }
        let trimmed = self.public_url.trim_end_matches('/').len();
        self.public_url.truncate(trimmed);
        Ok(self)
    }

    fn check_attachments(&self) -> Result<(), ConfigError> {
        let AttachmentLimits {
            bytes_max,
            count_max,
        } = self.attachment_limits();
        if !(1..=ATTACHMENT_BYTES_MAX).contains(&bytes_max) {
            return refuse(&format!(
                "attachment-bytes-max: from 1 to {ATTACHMENT_BYTES_MAX}"
            ));
        }
        if count_max == 0 {
            return refuse("attachments-per-dossier-max: must be at least 1");
        }
        Ok(())
    }
}

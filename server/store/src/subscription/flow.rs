//! How often somebody asked to be told lately, by keyed hashes of what it came from, for a day.

use sqlx::query_scalar;

use sanh_domain::deadline::Instant;
use sanh_domain::subscription::flow::{FLOW_H, RequestFlow};

use super::super::conn::{Conn, on};
use super::super::error::Result;
use super::super::stored_time::ms;
use super::NewSubscription;
use crate::vault::Vault;

const HOUR_MS: i64 = 3_600_000;

/// What a request is counted by, each as a keyed hash.
pub(super) struct Origins {
    dossier: String,
    address: String,
    network: String,
    all: String,
}

impl Origins {
    /// Those of a request about a dossier.
    pub(super) fn of(vault: &Vault, code: &str, new: &NewSubscription) -> Self {
        Self {
            dossier: vault.index("subscription dossier", code),
            address: vault.index("subscription address", &new.address.found_by()),
            network: vault.index("subscription network", &new.network),
            all: vault.index("subscription", ""),
        }
    }
}

/// Counts one more request, if it is taken; what is older than a day is dropped.
pub(super) async fn admit(conn: &mut Conn<'_>, from: &Origins, now: Instant) -> Result<bool> {
    let hour = ms(now).div_euclid(HOUR_MS);
    let sql = "DELETE FROM subscription_flow WHERE hour <= $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(hour - FLOW_H).execute(&mut **c).await.map(drop))?;
    let flow = RequestFlow {
        of_dossier: requests(conn, &from.dossier).await?,
        of_address: requests(conn, &from.address).await?,
        of_network: requests(conn, &from.network).await?,
        in_all: requests(conn, &from.all).await?,
    };
    if !flow.takes_one_more() {
        return Ok(false);
    }
    let sql = "INSERT INTO subscription_flow (hour, origin_hash, requests) VALUES ($1, $2, 1)
               ON CONFLICT (hour, origin_hash) DO UPDATE SET requests = subscription_flow.requests + 1";
    for origin in [&from.dossier, &from.address, &from.network, &from.all] {
        on!(&mut *conn, c => sqlx::query(sql).bind(hour).bind(origin).execute(&mut **c).await.map(drop))?;
    }
    Ok(true)
}

async fn requests(conn: &mut Conn<'_>, origin: &str) -> Result<u32> {
    let sql = "SELECT CAST(coalesce(sum(requests), 0) AS BIGINT) FROM subscription_flow WHERE origin_hash = $1";
    let requests: i64 = on!(conn, c => query_scalar(sql).bind(origin).fetch_one(&mut **c).await)?;
    Ok(u32::try_from(requests).unwrap_or(u32::MAX))
}

//! Who may come in: seats by address, failed proofs by address, sessions and frames by device.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::OwnedSemaphorePermit;
use wire::DeviceId;

use crate::options::Limits;
use crate::rate::Bucket;

/// Addresses with failed proofs that are remembered; beyond it those that have recovered go.
const BLAMED_ADDRESSES_MAX: usize = 10_000;
/// Devices that have left and are remembered until their buckets are full again, so that coming back
/// does not renew them.
const DESKS_MAX: usize = 10_000;

/// The door of the relay.
#[derive(Debug)]
pub(crate) struct Door {
    addresses: Mutex<Addresses>,
    devices: Mutex<HashMap<DeviceId, Desk>>,
    trusted_proxies: Vec<IpAddr>,
    per_address_max: usize,
    limit_loopback: bool,
    failed_proofs_burst: u32,
    sessions_per_device_max: u32,
    frames_per_second: u32,
    frames_burst: u32,
    signals_per_second: u32,
    signals_burst: u32,
    receipts_per_second: u32,
    receipts_burst: u32,
}

#[derive(Debug, Default)]
struct Addresses {
    seats: HashMap<IpAddr, usize>,
    blame: HashMap<IpAddr, Bucket>,
}

#[derive(Debug)]
struct Desk {
    sessions: u32,
    buckets: Arc<Mutex<Buckets>>,
}

/// What a device may send.
#[derive(Debug)]
struct Buckets {
    frames: Bucket,
    signals: Bucket,
    receipts: Bucket,
}

impl Buckets {
    fn are_full(&mut self, now: Instant) -> bool {
        self.frames.is_full(now) && self.signals.is_full(now) && self.receipts.is_full(now)
    }
}

impl Door {
    pub(crate) fn new(limits: &Limits, trusted_proxies: &[IpAddr]) -> Arc<Self> {
        Arc::new(Self {
            addresses: Mutex::default(),
            devices: Mutex::default(),
            trusted_proxies: trusted_proxies.iter().map(IpAddr::to_canonical).collect(),
            per_address_max: limits.connections_per_address_max,
            limit_loopback: limits.limit_loopback,
            failed_proofs_burst: limits.failed_proofs_burst,
            sessions_per_device_max: limits.sessions_per_device_max,
            frames_per_second: limits.frames_per_second,
            frames_burst: limits.frames_burst,
            signals_per_second: limits.signals_per_second,
            signals_burst: limits.signals_burst,
            receipts_per_second: limits.receipts_per_second,
            receipts_burst: limits.receipts_burst,
        })
    }

    /// A seat for a connection, or none if its address has them all.
    pub(crate) fn sit(self: &Arc<Self>, ip: IpAddr, permit: OwnedSemaphorePermit) -> Option<Seat> {
        let is_proxy = self.trusted_proxies.contains(&ip.to_canonical());
        let address = if is_proxy { None } else { self.limited(ip) };
        self.count(address)?;
        Some(Seat {
            door: Arc::clone(self),
            address,
            is_proxy,
            _place: Place::Own { _permit: permit },
        })
    }

    /// One more connection of an address, or none if it has them all.
    fn count(&self, address: Option<IpAddr>) -> Option<()> {
        if let Some(address) = address {
            let mut addresses = lock(&self.addresses);
            let taken = addresses.seats.entry(address).or_default();
            if *taken >= self.per_address_max {
                return None;
            }
            *taken += 1;
        }
        Some(())
    }

    /// One more session of a device, or none if it has enough.
    pub(crate) fn enter(self: &Arc<Self>, device: DeviceId, now: Instant) -> Option<Pass> {
        let mut devices = lock(&self.devices);
        if devices.len() >= DESKS_MAX {
            devices.retain(|_, desk| desk.sessions > 0 || !lock(&desk.buckets).are_full(now));
        }
        let desk = devices.entry(device).or_insert_with(|| Desk {
            sessions: 0,
            buckets: Arc::new(Mutex::new(Buckets {
                frames: Bucket::new(self.frames_per_second, self.frames_burst, now),
                signals: Bucket::new(self.signals_per_second, self.signals_burst, now),
                receipts: Bucket::new(self.receipts_per_second, self.receipts_burst, now),
            })),
        });
        if desk.sessions >= self.sessions_per_device_max {
            return None;
        }
        desk.sessions += 1;
        let buckets = Arc::clone(&desk.buckets);
        Some(Pass {
            door: Arc::clone(self),
            device,
            buckets,
        })
    }

    fn limited(&self, ip: IpAddr) -> Option<IpAddr> {
        let ip = ip.to_canonical();
        if ip.is_loopback() && !self.limit_loopback {
            return None;
        }
        Some(match ip {
            IpAddr::V4(_) => ip,
            // whoever has one address of a /64 has them all
            IpAddr::V6(wide) => {
                IpAddr::V6(Ipv6Addr::from_bits(wide.to_bits() & !u128::from(u64::MAX)))
            }
        })
    }
}

/// The right of one connection to be here; given back when dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    door: Arc<Door>,
    address: Option<IpAddr>,
    /// Whether it is a trusted proxy's: for whom, each of its requests says.
    is_proxy: bool,
    _place: Place,
}

/// What a seat holds among all there are.
#[derive(Debug)]
enum Place {
    Own { _permit: OwnedSemaphorePermit },
    Shared { _proxy: Arc<Seat> },
}

impl Seat {
    /// Whether it is a trusted proxy's, whose requests are for others.
    pub(crate) fn is_proxy(&self) -> bool {
        self.is_proxy
    }

    /// The seat of whom a proxy forwards, or none if that address has them all.
    pub(crate) fn forwarded(self: &Arc<Self>, ip: IpAddr) -> Option<Arc<Self>> {
        let address = self.door.limited(ip);
        self.door.count(address)?;
        Some(Arc::new(Self {
            door: Arc::clone(&self.door),
            address,
            is_proxy: false,
            _place: Place::Shared {
                _proxy: Arc::clone(self),
            },
        }))
    }

    /// Remembers that somebody at this address could not prove who they are.
    pub(crate) fn blame(&self, now: Instant) {
        let Some(address) = self.address else { return };
        let mut addresses = lock(&self.door.addresses);
        if addresses.blame.len() >= BLAMED_ADDRESSES_MAX {
            addresses.blame.retain(|_, bucket| !bucket.is_full(now));
            if addresses.blame.len() >= BLAMED_ADDRESSES_MAX {
                return;
            }
        }
        let burst = self.door.failed_proofs_burst;
        addresses
            .blame
            .entry(address)
            .or_insert_with(|| Bucket::new(1, burst, now))
            .take(now);
    }

    /// Whether this address has failed too often lately.
    pub(crate) fn is_blamed(&self, now: Instant) -> bool {
        self.address.is_some_and(|address| {
            lock(&self.door.addresses)
                .blame
                .get_mut(&address)
                .is_some_and(|bucket| bucket.is_empty(now))
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut addresses = lock(&self.door.addresses);
        if let Some(taken) = addresses.seats.get_mut(&address) {
            *taken -= 1;
            if *taken == 0 {
                addresses.seats.remove(&address);
            }
        }
    }
}

/// The right of one session of a device to be here; given back when dropped.
#[derive(Debug)]
pub(crate) struct Pass {
    door: Arc<Door>,
    device: DeviceId,
    buckets: Arc<Mutex<Buckets>>,
}

impl Pass {
    /// Counts one frame; answers how long to wait before attending it.
    pub(crate) fn count(&self, now: Instant) -> Duration {
        lock(&self.buckets).frames.take(now)
    }

    /// Counts one signal; answers whether it is not one too many.
    pub(crate) fn may_signal(&self, now: Instant) -> bool {
        lock(&self.buckets).signals.take_if_any(now)
    }

    /// Counts one receipt; answers whether it is not one too many.
    pub(crate) fn may_receipt(&self, now: Instant) -> bool {
        lock(&self.buckets).receipts.take_if_any(now)
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut devices = lock(&self.door.devices);
        if let Some(desk) = devices.get_mut(&self.device) {
            desk.sessions -= 1;
            if desk.sessions == 0 && lock(&self.buckets).are_full(Instant::now()) {
                devices.remove(&self.device);
            }
        }
    }
}

/// A panic elsewhere leaves these counters as they were, which is what they should be.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

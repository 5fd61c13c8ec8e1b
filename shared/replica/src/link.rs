//! The connection to one relay: when to dial, how to prove who we are, when to give up and wait.

use wire::{Frame, Refusal};

use seal::DeviceKey;

/// Versions of the protocol this build speaks.
pub const PROTOCOL_VERSION_OLDEST: u16 = 1;
/// Newest version of the protocol this build speaks.
pub const PROTOCOL_VERSION_NEWEST: u16 = wire::PROTOCOL_VERSION;

/// First wait after a failure, in milliseconds; doubles each time.
pub const BACKOFF_FIRST_MS: u64 = 500;
/// Longest wait between tries, in milliseconds.
pub const BACKOFF_MAX_MS: u64 = 30_000;
/// How long dialing and the handshake may take, in milliseconds.
pub const HANDSHAKE_MS_MAX: u64 = 10_000;

/// What a link is told.
#[derive(Debug, Clone)]
pub enum LinkInput {
    /// Time passed.
    Tick,
    /// A person (or a new dossier) asks to try at once.
    Kick,
    /// The socket is open.
    Dialed,
    /// A frame arrived that belongs to no dossier: the handshake.
    Frame(Frame),
    /// The socket failed or closed.
    Lost,
}

/// What a link asks its engine to do.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkEffect {
    /// Open a socket.
    Dial,
    /// Send a frame of the handshake.
    Send(Frame),
    /// Close the socket, if there is one.
    HangUp,
    /// The relay knows us: open the dossiers, with the version of [`Link::version`].
    Up,
    /// Contact is lost: every dossier of this relay is without connection.
    Down,
    /// The relay will not have us; trying again does not help until something changes.
    Refused(Refusal),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Waiting to dial.
    Waiting { until_ms: u64 },
    /// Socket being opened, or waiting for the challenge or the welcome. `version` is what this
    /// device said it speaks, the oldest until it has said so.
    Shaking { since_ms: u64, version: u16 },
    /// Welcome.
    Up { version: u16 },
}

/// State of the connection to one relay.
#[derive(Debug)]
pub struct Link {
    phase: Phase,
    failures: u32,
}

impl Link {
    /// A link that dials at its first tick.
    pub fn new() -> Self {
        Self {
            phase: Phase::Waiting { until_ms: 0 },
            failures: 0,
        }
    }

    /// Whether the relay has welcomed us.
    pub fn is_up(&self) -> bool {
        matches!(self.phase, Phase::Up { .. })
    }

    /// The version of the protocol that both ends speak, once the relay has welcomed us.
    pub fn version(&self) -> Option<u16> {
        match self.phase {
            Phase::Up { version } => Some(version),
            Phase::Waiting { .. } | Phase::Shaking { .. } => None,
        }
    }

    /// When this link next wants a [`LinkInput::Tick`], in unix milliseconds.
    pub fn wake_at_ms(&self) -> Option<u64> {
        match self.phase {
            Phase::Waiting { until_ms } => Some(until_ms),
            Phase::Shaking { since_ms, .. } => Some(since_ms + HANDSHAKE_MS_MAX),
            Phase::Up { .. } => None,
        }
    }

    /// One transition.
    pub fn handle(
        &mut self,
        input: LinkInput,
        device: &DeviceKey,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Vec<LinkEffect> {
        match (self.phase, input) {
            (Phase::Waiting { until_ms }, LinkInput::Tick) if now_ms >= until_ms => {
                self.dial(now_ms)
            }
            (Phase::Waiting { .. }, LinkInput::Kick) => self.dial(now_ms),
            (Phase::Shaking { since_ms, .. }, LinkInput::Tick)
                if now_ms >= since_ms + HANDSHAKE_MS_MAX =>
            {
                self.fail(now_ms, dice)
            }
            (Phase::Shaking { since_ms, version }, LinkInput::Frame(frame)) => {
                let said = (since_ms, version);
                self.shake(frame, said, device, now_ms, dice)
            }
            (Phase::Shaking { .. } | Phase::Up { .. }, LinkInput::Lost)
            | (
                Phase::Up { .. },
                LinkInput::Frame(Frame::Refused {
                    refusal: Refusal::Stopping,
                    ..
                }),
            ) => self.fail(now_ms, dice),
            _ => Vec::new(),
        }
    }

    fn dial(&mut self, now_ms: u64) -> Vec<LinkEffect> {
        self.phase = Phase::Shaking {
            since_ms: now_ms,
            version: PROTOCOL_VERSION_OLDEST,
        };
        vec![LinkEffect::Dial]
    }

    fn fail(&mut self, now_ms: u64, dice: &mut dyn FnMut(&mut [u8])) -> Vec<LinkEffect> {
        let was_up = self.is_up();
        let until_ms = now_ms + backoff_ms(self.failures, dice);
        self.failures = self.failures.saturating_add(1);
        self.phase = Phase::Waiting { until_ms };
        let mut effects = vec![LinkEffect::HangUp];
        if was_up {
            effects.push(LinkEffect::Down);
        }
        effects
    }

    fn shake(
        &mut self,
        frame: Frame,
        (since_ms, said): (u64, u16),
        device: &DeviceKey,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Vec<LinkEffect> {
        match frame {
            Frame::Challenge {
                relay,
                nonce,
                oldest,
                newest,
            } => {
                let version = newest.min(PROTOCOL_VERSION_NEWEST);
                if version < oldest.max(PROTOCOL_VERSION_OLDEST) {
                    let refusal = if newest < PROTOCOL_VERSION_OLDEST {
                        Refusal::TooNew
                    } else {
                        Refusal::TooOld
                    };
                    return self.refused(refusal, now_ms, dice);
                }
                self.phase = Phase::Shaking { since_ms, version };
                let signature = device.sign_challenge(&relay, &nonce, version);
                vec![LinkEffect::Send(Frame::Hello {
                    version,
                    device: device.id(),
                    signature,
                })]
            }
            Frame::Welcome { version } if version < PROTOCOL_VERSION_OLDEST => {
                self.refused(Refusal::TooNew, now_ms, dice)
            }
            Frame::Welcome { version } => {
                // A relay may ask for less than was said, never for more.
                let version = version.min(said);
                self.phase = Phase::Up { version };
                self.failures = 0;
                vec![LinkEffect::Up]
            }
            Frame::Refused { refusal, .. } => self.refused(refusal, now_ms, dice),
            _ => self.fail(now_ms, dice),
        }
    }

    fn refused(
        &mut self,
        refusal: Refusal,
        now_ms: u64,
        dice: &mut dyn FnMut(&mut [u8]),
    ) -> Vec<LinkEffect> {
        let mut effects = self.fail(now_ms, dice);
        effects.push(LinkEffect::Refused(refusal));
        effects
    }
}

impl Default for Link {
    fn default() -> Self {
        Self::new()
    }
}

/// Wait before try number `failures` + 1: exponential with full jitter, so that a thousand devices
/// do not come back in the same second.
fn backoff_ms(failures: u32, dice: &mut dyn FnMut(&mut [u8])) -> u64 {
    let ceiling = BACKOFF_FIRST_MS
        .saturating_mul(1 << failures.min(16))
        .min(BACKOFF_MAX_MS);
    let mut random = [0_u8; 8];
    dice(&mut random);
    ceiling / 4 + u64::from_le_bytes(random) % (ceiling - ceiling / 4 + 1)
}

//! A plan: everything that will be tried in a run, made from its seed before it begins, so that it
//! can be replayed and cut down.

use wire::Role;

use crate::dice::{Dice, Stream};

/// Devices of a world at most.
pub const DEVICES_MAX: usize = 6;
/// Steps of a plan unless told otherwise.
pub const STEPS_DEFAULT: usize = 90;

/// Everything that will be tried in a run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where it comes from.
    pub seed: u64,
    /// Who takes part; the first founds the dossier.
    pub devices: Vec<DevicePlan>,
    /// Whether the network repeats frames and lets one overtake another.
    pub nasty: bool,
    /// Whether somebody on the way delivers forged envelopes.
    pub forgeries: bool,
    /// Whether the relay may be put back to an older backup.
    pub rollbacks: bool,
    /// Whether folders may be put back to copies. Not where the relay is put back too: what both have
    /// lost of a series, others hold, and an index would come twice.
    pub restores: bool,
    /// What is tried, in order.
    pub steps: Vec<Step>,
}

/// A device of a plan.
#[derive(Debug, Clone, Copy)]
pub struct DevicePlan {
    /// What it may do.
    pub role: Role,
    /// How wrong its clock is at first, in milliseconds.
    pub skew_ms: i64,
    /// When it is invited, in milliseconds of the run.
    pub joins_at_ms: u64,
}

/// Something that is tried.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// When, in milliseconds of the run.
    pub at_ms: u64,
    /// What.
    pub what: What,
    /// Decides its details.
    pub dice: u64,
}

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Somebody edits.
    Edit(usize, EditKind),
    /// A device loses its memory, at one moment or another, and is down for a while.
    Crash(usize, Moment),
    /// The next commits of a device fail.
    DiskFull(usize),
    /// A device's connection breaks.
    Cut(usize),
    /// A device has no network for a while.
    Part(usize),
    /// A device's clock is set.
    Clock(usize),
    /// A device compacts its documents.
    Compact(usize),
    /// The relay dies and comes back.
    RelayCrash(Moment),
    /// The relay's next commit fails.
    RelayDiskFull,
    /// A device's folder is copied, as a backup does.
    CopyFolder(usize),
    /// A device's folder is put back to the copy.
    RestoreFolder(usize),
    /// The relay's data is copied.
    RelayBackup,
    /// The relay is put back to the copy.
    RelayRollback,
    /// Somebody on the way gives a device something forged.
    Forge(usize, Forgery),
}

/// Kinds of edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditKind {
    /// A meta, unit or other short field.
    Scalar,
    /// A text, as it reads now.
    Text,
    /// A text, in an editor opened some time ago.
    Typing,
    /// Text of a heading.
    Heading,
    /// Takes a line out.
    Retire,
    /// Puts a line back.
    Restore,
    /// A new line.
    AddLine,
    /// A new indicator.
    AddIndicator,
    /// A comment.
    Comment,
    /// An answer to a comment.
    Reply,
    /// A thread is marked as resolved, or not.
    ResolveThread,
    /// A conflict or a merged text is decided.
    Decide,
}

/// When something dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// At once.
    Now,
    /// Just before its next commit.
    BeforeCommit,
    /// Just after its next commit, before anybody is told.
    AfterCommit,
}

/// What somebody hostile on the way may deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgery {
    /// A bit of a genuine envelope is flipped.
    Bit,
    /// An envelope by somebody who may not write that document.
    Role,
    /// An envelope by somebody who does not belong.
    Stranger,
    /// A genuine envelope a second time.
    Again,
    /// A genuine body under another's header.
    Moved,
    /// A genuine envelope of another dossier.
    Elsewhere,
    /// A membership entry with a bit flipped.
    Entry,
    /// A membership entry by which somebody makes himself coordinator.
    Promotion,
}

const FORGERIES: [Forgery; 8] = [
    Forgery::Bit,
    Forgery::Role,
    Forgery::Stranger,
    Forgery::Again,
    Forgery::Moved,
    Forgery::Elsewhere,
    Forgery::Entry,
    Forgery::Promotion,
];

impl Plan {
    /// The plan of a seed. `devices`: as many, instead of what the seed says.
    pub fn of_seed(seed: u64, devices: Option<usize>, steps: usize) -> Self {
        let mut dice = Dice::new(seed, Stream::Plan);
        let drawn = dice.between(2, DEVICES_MAX as u64) as usize;
        let count = devices.map_or(drawn, |count| count.clamp(2, DEVICES_MAX));
        let devices: Vec<DevicePlan> = (0..count)
            .map(|place| DevicePlan {
                role: role(&mut dice, place),
                skew_ms: skew_ms(&mut dice),
                joins_at_ms: if dice.chance(600) {
                    0
                } else {
                    dice.between(0, 60_000)
                },
            })
            .collect();
        let mut plan = Self {
            seed,
            devices,
            nasty: dice.chance(250),
            forgeries: dice.chance(350),
            rollbacks: dice.chance(300),
            restores: false,
            steps: Vec::with_capacity(steps),
        };
        let mut at_ms = 500;
        for _ in 0..steps {
            at_ms += pause_ms(&mut dice);
            let what = plan.draw(&mut dice);
            plan.steps.push(Step {
                at_ms,
                what,
                dice: dice.next(),
            });
        }
        plan
    }

    /// The plan with copies of folders and returns to them between what is planned already. A plan
    /// apart: a folder that was put back may find that its series went on elsewhere, and says so.
    #[must_use]
    pub fn with_restores(mut self) -> Self {
        let mut dice = Dice::new(!self.seed, Stream::Plan);
        self.restores = !self.rollbacks;
        if !self.restores || self.steps.is_empty() {
            return self;
        }
        for _ in 0..dice.between(1, 4) {
            let device = dice.below(self.devices.len());
            for what in [What::CopyFolder(device), What::RestoreFolder(device)] {
                let at = dice.below(self.steps.len());
                let step = Step {
                    at_ms: self.steps[at].at_ms,
                    what,
                    dice: dice.next(),
                };
                self.steps.insert(at, step);
            }
        }
        self
    }

    /// When the last step is tried.
    pub fn ends_at_ms(&self) -> u64 {
        self.steps.last().map_or(0, |step| step.at_ms) + 500
    }

    fn draw(&self, dice: &mut Dice) -> What {
        let device = dice.below(self.devices.len());
        match dice.below(1_000) {
            0..=729 => What::Edit(device, edit_kind(dice)),
            760..=809 => What::Crash(device, moment(dice)),
            810..=834 => What::DiskFull(device),
            835..=864 => What::Cut(device),
            730..=759 | 865..=904 => What::Part(device),
            905..=919 => What::Clock(device),
            920..=939 => What::Compact(device),
            940..=954 => What::RelayCrash(moment(dice)),
            955..=964 => What::RelayDiskFull,
            965..=974 if self.rollbacks => What::RelayBackup,
            975..=984 if self.rollbacks => What::RelayRollback,
            965..=999 if self.forgeries => {
                What::Forge(device, FORGERIES[dice.below(FORGERIES.len())])
            }
            _ => What::Edit(device, EditKind::Scalar),
        }
    }
}

fn role(dice: &mut Dice, place: usize) -> Role {
    match (place, dice.below(10)) {
        (0, _) | (_, 0) => Role::Coordinator,
        (1, _) | (_, 1..=6) => Role::Editor,
        (_, 7..=8) => Role::Reviewer,
        (_, _) => Role::Reader,
    }
}

fn edit_kind(dice: &mut Dice) -> EditKind {
    match dice.below(100) {
        0..=29 => EditKind::Scalar,
        30..=49 => EditKind::Text,
        50..=64 => EditKind::Typing,
        65..=67 => EditKind::Heading,
        68..=70 => EditKind::Retire,
        71..=72 => EditKind::Restore,
        73..=75 => EditKind::AddLine,
        76..=78 => EditKind::AddIndicator,
        79..=87 => EditKind::Comment,
        88..=90 => EditKind::Reply,
        91..=92 => EditKind::ResolveThread,
        _ => EditKind::Decide,
    }
}

fn moment(dice: &mut Dice) -> Moment {
    match dice.below(3) {
        0 => Moment::Now,
        1 => Moment::BeforeCommit,
        _ => Moment::AfterCommit,
    }
}

/// Bursts, with rests between them.
fn pause_ms(dice: &mut Dice) -> u64 {
    match dice.below(25) {
        0..=14 => dice.between(0, 40),
        15..=21 => dice.between(40, 1_500),
        22..=23 => dice.between(1_500, 20_000),
        _ => dice.between(20_000, 200_000),
    }
}

/// Clocks are wrong by nothing, minutes or years.
pub(crate) fn skew_ms(dice: &mut Dice) -> i64 {
    const YEAR_MS: u64 = 366 * 24 * 3_600 * 1_000;
    let limit_ms = match dice.below(4) {
        0..=1 => return 0,
        2 => 600_000,
        _ => 10 * YEAR_MS,
    };
    dice.between(0, 2 * limit_ms).cast_signed() - limit_ms.cast_signed()
}

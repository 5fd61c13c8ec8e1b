//! Participles that tell what came in or was planned from what was done. The numerator of an
//! indicator counts what was done; its denominator, what there was to do.

/// A participle by its stem, and how it is said in an example.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Participle {
    /// Without its ending: "recibid".
    pub(crate) stem: &'static str,
    /// "Si … 10".
    pub(crate) spanish: &'static str,
    /// "If 10 …".
    pub(crate) english: &'static str,
    /// Planned rather than received.
    pub(crate) planned: bool,
    /// Done in the most general way: "realizadas" and its synonyms say the same fact.
    pub(crate) carried_out: bool,
}

const fn base(stem: &'static str, spanish: &'static str, english: &'static str) -> Participle {
    Participle {
        stem,
        spanish,
        english,
        planned: false,
        carried_out: false,
    }
}

const fn planned(stem: &'static str, spanish: &'static str, english: &'static str) -> Participle {
    Participle {
        planned: true,
        ..base(stem, spanish, english)
    }
}

const fn carried_out(
    stem: &'static str,
    spanish: &'static str,
    english: &'static str,
) -> Participle {
    Participle {
        carried_out: true,
        ..base(stem, spanish, english)
    }
}

/// "Total" counts what there is.
pub(crate) static TOTAL: Participle = base("total", "hay", "exist");

/// What there was to do.
pub(crate) static BASE: [Participle; 20] = [
    planned("programad", "se programan", "are planned"),
    planned("planead", "se planean", "are planned"),
    planned("planificad", "se planean", "are planned"),
    planned("previst", "se prevén", "are foreseen"),
    planned("proyectad", "se proyectan", "are projected"),
    planned("calendarizad", "se calendarizan", "are scheduled"),
    planned("comprometid", "se comprometen", "are committed"),
    planned("contemplad", "se contemplan", "are foreseen"),
    base("solicitad", "se solicitan", "are requested"),
    base("recibid", "llegan", "come in"),
    base("requerid", "se requieren", "are required"),
    base("ingresad", "ingresan", "come in"),
    base("presentad", "se presentan", "are presented"),
    base("registrad", "se registran", "are registered"),
    base("existent", "hay", "exist"),
    base("convocad", "se convocan", "are called"),
    base("invitad", "se invitan", "are invited"),
    base("detectad", "se detectan", "are detected"),
    base("denunciad", "se denuncian", "are reported"),
    base("inscrit", "se inscriben", "are enrolled"),
];

/// What was done.
pub(crate) static DONE: [Participle; 58] = [
    carried_out("realizad", "se realizan", "are carried out"),
    carried_out("efectuad", "se efectúan", "are carried out"),
    carried_out("ejecutad", "se ejecutan", "are carried out"),
    carried_out("impartid", "se imparten", "are given"),
    carried_out("celebrad", "se celebran", "are held"),
    carried_out("llevad", "se llevan a cabo", "are carried out"),
    base("atendid", "se atienden", "are dealt with"),
    base("concluid", "se concluyen", "are concluded"),
    base("publicad", "se publican", "are published"),
    base("capacitad", "se capacitan", "are trained"),
    base("emitid", "se emiten", "are issued"),
    base("resuelt", "se resuelven", "are resolved"),
    base("cumplid", "se cumplen", "are met"),
    base("entregad", "se entregan", "are delivered"),
    base("implementad", "se implementan", "are put in place"),
    base("desarrollad", "se desarrollan", "are developed"),
    base("constituid", "se constituyen", "are set up"),
    base("promovid", "se promueven", "are promoted"),
    base("digitalizad", "se digitalizan", "are digitised"),
    base("verificad", "se verifican", "are verified"),
    base("elaborad", "se elaboran", "are prepared"),
    base("difundid", "se difunden", "are made known"),
    base("terminad", "se terminan", "are finished"),
    base("finalizad", "se finalizan", "are finished"),
    base("aprobad", "se aprueban", "are approved"),
    base("instalad", "se instalan", "are installed"),
    base("otorgad", "se otorgan", "are granted"),
    base("certificad", "se certifican", "are certified"),
    base("evaluad", "se evalúan", "are evaluated"),
    base("auditad", "se auditan", "are audited"),
    base("supervisad", "se supervisan", "are supervised"),
    base("turnad", "se turnan", "are referred"),
    base("actualizad", "se actualizan", "are updated"),
    base("sancionad", "se sancionan", "are sanctioned"),
    base("contestad", "se contestan", "are answered"),
    base("respondid", "se responden", "are answered"),
    base("lograd", "se logran", "are achieved"),
    base("alcanzad", "se alcanzan", "are reached"),
    base("generad", "se generan", "are produced"),
    base("integrad", "se integran", "are assembled"),
    base("revisad", "se revisan", "are reviewed"),
    base("tramitad", "se tramitan", "are processed"),
    base("formad", "se forman", "are formed"),
    base("firmad", "se firman", "are signed"),
    base("suscrit", "se suscriben", "are signed"),
    base("instrumentad", "se instrumentan", "are put in place"),
    base("sistematizad", "se sistematizan", "are systematised"),
    base("mejorad", "se mejoran", "are improved"),
    base("simplificad", "se simplifican", "are simplified"),
    base("fortalecid", "se fortalecen", "are strengthened"),
    base("canalizad", "se canalizan", "are referred"),
    base("investigad", "se investigan", "are investigated"),
    base("inspeccionad", "se inspeccionan", "are inspected"),
    base("beneficiad", "se benefician", "benefit"),
    base("solventad", "se solventan", "are settled"),
    base("ejercid", "se ejercen", "are spent"),
    base("operad", "se operan", "are operated"),
    base("adoptad", "se adoptan", "are adopted"),
];

/// The participle of a list that a folded word is a form of.
pub(crate) fn find(list: &'static [Participle], folded: &str) -> Option<&'static Participle> {
    list.iter().find(|participle| {
        let ending = folded.strip_prefix(participle.stem);
        matches!(ending, Some("o" | "a" | "os" | "as" | "e" | "es"))
    })
}

//! Words and acronyms that the field uses, in lists with spaces between. A word that is in here is
//! never suspected, and a word that almost is in here may be a misreading of it.

/// Acronyms known without being spelled out: the system's bodies and what every office writes.
pub(crate) const ACRONYMS: &str = "\
    ASE ASF ASM CADPE CC CE CEDH CNDH CONAC CONEVAL CPC CSV CURP DH DOF EUA FECC FGE FGR FODA IA \
    IMAIP INAI INDETEC INEGI INMUJERES ISO ISR IVA LGBT LGBTI LGBTIQ LGRA LGSNA LGTAIP MIR MML \
    OCDE ODS OEA OIC ONG ONU OSC PAT PBR PDE PDF PDN PEA PED PEF PI PNA PND POA POE PTAR RFC RNV \
    RUSP SAT SB SEA SECOEM SED SEDIF SEP SESEA SESNA SFA SFP SHCP SNA SNF TDR TFJA TIC TJA UIF \
    UNODC UR";

/// Words of the field, as they are spelled.
pub(crate) const TERMS: &str = "\
    abierta abierto acceso acciones acompañamiento acompañar actividades actuación actualización \
    actualizar acuerdos adaptación adaptar adjudicación adjudicaciones administración \
    administraciones administrativa administrativas administrativo administrativos adopción \
    adoptar adquisición adquisiciones alcances alertadoras alertadores aliento alimento alineación \
    ámbitos análisis analizar anticorrupción anualmente aplicación aplicar aprobación \
    aprovechamiento arbitrariedad archivos armonización armonizar articulada articulado asegurar \
    asesorar asesoría asistencia atención atender auditar auditoría auditorías austeridad \
    autonomía autoridad autoridades beneficiarias beneficiarios bienestar bitácora campañas \
    capacidades capacitación capacitaciones capacitar catálogo catálogos certificación \
    certificaciones certificar ciudadana ciudadanas ciudadanía ciudadano ciudadanos coadyuvar \
    código colaboración colaborar colegiada colegiado combatir comisión comités competencia \
    competencias comportamiento comprobación comunicación comunidades concientización conclusión \
    conducir conducta conductas confianza conflicto conflictos conformación conformar conjunta \
    conjunto consolidación consolidar constitución consulta contable contacto contactos contención \
    contraloría contralorías contratación contrataciones contratista contratistas contrato \
    contratos contribuir control convenios convocatoria convocatorias cooperación coordinación \
    coordinar corrupción criterios cultura cumplimiento declaraciones delegación delegaciones \
    delitos denuncia denunciante denunciantes denunciar denuncias dependencias derechos \
    desarrollar desarrollo desempeño detección detectar determinación diagnóstico diagnósticos \
    difundir difusión digitalización digitalizar dirección disciplina disminución disminuir \
    distinción documentación educación eficacia eficiencia eficiente ejecución ejecutar ejercicio \
    elaboración elaborar electrónica electrónicas electrónico electrónicos emisión emisiones \
    emitir empresas encuesta encuestas enfoque entidades entrega espacios especializada \
    especializado establecer establecimiento estadística estándares estandarización estatal \
    estatales estrategia estrategias estructura ética evaluación evaluaciones evaluar evidencia \
    evidencias expedientes extensión facilitar facultades faltas financiera financieras financiero \
    financieros finanzas fiscalía fiscalización fiscalizar fomentar fomento formación formulación \
    fortalecer fortalecimiento función funcionamiento funcionarios funciones garantizar generación \
    generar gestión gobierno gubernamental gubernamentales hallazgos herramientas homologación \
    homologados homologar humanos identificación identificar impartición impartir implementación \
    implementar impulsar impunidad incidencia incorporar indicador indicadores información \
    informes infraestructura institución institucional institucionales instituciones \
    instrumentación instrumentar instrumentos integración integral integrar integridad \
    inteligencia intención intercambio interés interinstitucional internos inversión inversiones \
    investigación investigaciones investigar jornadas legalidad licitaciones lineamientos manuales \
    marco materia materiales mecanismo mecanismos medición mejora mejoramiento mejorar mención \
    metodología metodologías modelo modernización modernizar monitorear monitoreo municipal \
    municipales municipios normalización normas normativa normatividad normativo normativos \
    objetivo objetivos obligaciones observaciones obtención operación operativo oposición \
    organización organizaciones órganos padrón participación participar participativa permanente \
    personal personales personas perspectiva planeación planeada plataforma plataformas población \
    política políticas posición posicionamiento posiciones potencializar prácticas presentación \
    presupuestal presupuesto prevención prevenir previsión principios priorización procedimiento \
    procedimientos procesal procesales procesos profesional profesionales profesionalización \
    profesionalizar programación programas promoción promover protección protocolo protocolos \
    proveedores provisión publicación publicar públicas públicos recepción recepcionar \
    recomendaciones recursos redacción reducción reforma reformas registro registros reglamentos \
    regulación regulatoria relación relaciones rendición responsabilidades responsable \
    responsables resultados retención revisión revisiones sanción sancionar sanciones sectores \
    sectorial sectoriales seguimiento sensibilización sensibilizar servicios servidoras servidores \
    simplificación sistemas sistematización sociales socialización socializar sociedad solicitudes \
    substanciación supervisar supervisión sustanciación tecnologías trámites transparencia \
    víctimas vigilancia vinculación vinculantes";

/// Things that are made and then have a name of their own: "el protocolo" alone says not which.
pub(crate) const PRODUCTS: &str = "\
    protocolo programa marco informe plan manual proyecto sistema catalogo reglamento lineamiento \
    lineamientos modelo diagnostico padron registro convenio documento instrumento mecanismo \
    codigo mapa modulo portal";

/// Words that count anything and so say nothing.
pub(crate) const GENERIC: &str = "\
    accion acciones actividad actividades tarea tareas acto actos";

/// Parts of a work under way: what a formula of progress counts.
pub(crate) const STAGES: &str = "\
    accion acciones actividad actividades tarea tareas etapa etapas fase fases paso pasos avance \
    avances hito hitos componentes entregables modulos";

/// Words for people: a part of them over all of them is one kind of thing.
pub(crate) const PEOPLE: &str = "\
    persona personas servidor servidores servidora servidoras funcionario funcionarios funcionaria \
    funcionarias ciudadano ciudadanos ciudadana ciudadanas ciudadania beneficiario beneficiarios \
    beneficiaria beneficiarias participante participantes asistente asistentes mujer mujeres \
    hombre hombres niñas niños jovenes poblacion habitantes empleados empleadas trabajadores \
    trabajadoras usuarios usuarias alumnos docentes";

/// Verbs that an interpretation is written with, and the beginning of the form "a mayor valor".
pub(crate) const READING_VERBS: &str = "\
    indica indican mide miden muestra muestran refleja reflejan expresa expresan representa \
    representan permite permiten señala señalan es son esta corresponde significa valora evalua \
    cuantifica determina compara aumenta disminuye describe informa identifica conoce conocer \
    medir mayor menor establece relaciona";

/// Whether a list has a word.
pub(crate) fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

import { plural, t } from "@lingui/core/macro";
import { ArrowLeft, Download, FolderCog } from "lucide-react";
import { useEffect, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";

import type { ReportFormat } from "../../host";
import { Button, Choice, Menu, Notice, useReady } from "../../kit";
import { CONSOLIDATION_TABS, useApp, type ConsolidationTab } from "../../state";
import { Charts } from "./Charts";
import { Coverage } from "./Coverage";
import { FilterBar } from "./FilterBar";
import { Institutions } from "./Institutions";
import { ProgrammesDialog } from "./ProgrammesDialog";
import { Repeats } from "./Repeats";
import { Table } from "./Table";
import { useConsolidation } from "./useConsolidation";
import { countsWord, tabWord } from "./words";
import styles from "./Consolidation.module.css";

/** The value of the choice for every dossier there is. */
const EVERYTHING = "all";

/** The matrices of many institutions as one: the programme of the whole state. */
export function ConsolidationScreen() {
  const app = useApp();
  const arrived = useConsolidation((state) => state.view !== null);
  const few = useConsolidation((state) => (state.view?.dossiers.length ?? 2) < 2);
  const chosen = useConsolidation((state) => state.query.programme !== null);
  useReady("programme");
  useEffect(() => {
    void app.consolidation.open();
    return () => app.consolidation.close();
  }, [app]);
  return (
    <div className={styles.screen} data-testid="consolidation">
      <Bar />
      <ProblemNotice />
      {!arrived && <p className={styles.waiting}>{t`Leyendo los expedientes…`}</p>}
      {arrived && few && <FewDossiers chosen={chosen} />}
      {arrived && !few && (
        <>
          <FilterBar />
          <Parts />
          <Foot />
        </>
      )}
    </div>
  );
}

function Bar() {
  const app = useApp();
  const programmes = useConsolidation((state) => state.programmes);
  const programme = useConsolidation((state) => state.query.programme);
  const [managing, setManaging] = useState(false);
  const options = [
    { value: EVERYTHING, text: t`Todos los expedientes` },
    ...programmes.map((one) => ({ value: one.programme, text: one.name })),
  ];
  return (
    <header className={styles.bar}>
      <Button
        look="quiet"
        iconOnly
        data-testid="back-to-list"
        aria-label={t`Volver a los expedientes`}
        onPress={() => void app.list()}
      >
        <ArrowLeft size={18} aria-hidden />
      </Button>
      <h1 className={styles.title}>{t`Programa del estado`}</h1>
      <div className={styles.programme}>
        <Choice
          label={t`Programa`}
          labelHidden
          testId="programme"
          value={programme ?? EVERYTHING}
          options={options}
          onChange={(value) =>
            app.consolidation.ask({ programme: value === EVERYTHING ? null : value })
          }
        />
      </div>
      <Button
        look="quiet"
        size="small"
        data-testid="programmes-open"
        onPress={() => setManaging(true)}
      >
        <FolderCog size={16} aria-hidden />
        {t`Programas…`}
      </Button>
      <span className={styles.spring} />
      <ExportMenu />
      {managing && <ProgrammesDialog onClose={() => setManaging(false)} />}
    </header>
  );
}

/** The table, the coverage and the institutions as a file, of what the filters leave. */
function ExportMenu() {
  const app = useApp();
  const writing = useConsolidation((state) => state.writing);
  const nothing = useConsolidation((state) => (state.view?.total ?? 0) === 0);
  const write = async (format: ReportFormat) => {
    const path = await app.consolidation.export(format);
    if (path !== null) app.toast(t`Guardado en ${path}`);
  };
  const entries = [
    { id: "xlsx", text: t`Excel, con todas las columnas`, onAction: () => void write("xlsx") },
    { id: "docx", text: t`Word, para imprimir`, onAction: () => void write("docx") },
    { id: "pdf", text: t`PDF, para imprimir`, onAction: () => void write("pdf") },
    { id: "csv", text: t`CSV, solo la tabla`, onAction: () => void write("csv") },
  ];
  return (
    <Menu label={t`Exportar el programa`} entries={entries}>
      <Button
        look="quiet"
        size="small"
        data-testid="consolidation-export"
        isDisabled={writing || nothing}
      >
        <Download size={16} aria-hidden />
        {writing ? t`Escribiendo…` : t`Exportar`}
      </Button>
    </Menu>
  );
}

function ProblemNotice() {
  const app = useApp();
  const problem = useConsolidation((state) => state.problem);
  if (problem === null) return null;
  return (
    <Notice
      bar
      message={problem.message}
      next={problem.next}
      code={problem.code}
      testId="problem-banner"
    >
      <Button size="small" onPress={() => app.consolidation.dismiss()}>{t`Entendido`}</Button>
    </Notice>
  );
}

/** What this screen is for, and the way to the first use of it. */
function FewDossiers({ chosen }: { chosen: boolean }) {
  const app = useApp();
  return (
    <main className={styles.few} data-testid="consolidation-few">
      <h2>{t`Aquí se ven juntas las matrices de muchas instituciones`}</h2>
      <p>
        {t`Con dos expedientes o más en esta computadora verás una sola tabla con todas sus líneas, qué ejes y prioridades cubren, qué líneas se repiten y cómo va la revisión de cada institución.`}
      </p>
      {chosen ? (
        <>
          <p>{t`Este programa tiene menos de dos expedientes. Agrégale los que faltan, o mira todos.`}</p>
          <Button
            look="strong"
            onPress={() => app.consolidation.ask({ programme: null })}
          >{t`Ver todos los expedientes`}</Button>
        </>
      ) : (
        <>
          <p>{t`Abre la matriz de otra institución, o únete a ella con su enlace.`}</p>
          <Button look="strong" onPress={() => void app.list()}>
            {t`Ir a los expedientes`}
          </Button>
        </>
      )}
    </main>
  );
}

function Parts() {
  const app = useApp();
  const tab = useConsolidation((state) => state.tab);
  return (
    <Tabs
      className={styles.tabs ?? ""}
      selectedKey={tab}
      onSelectionChange={(key) => app.consolidation.look({ tab: key as ConsolidationTab })}
    >
      <TabList className={styles.tabList ?? ""} aria-label={t`Partes del programa`}>
        {CONSOLIDATION_TABS.map((one) => (
          <Tab key={one} id={one} className={styles.tab ?? ""} data-testid={`tab-${one}`}>
            {tabWord(one)}
          </Tab>
        ))}
      </TabList>
      {CONSOLIDATION_TABS.map((one) => (
        <TabPanel key={one} id={one} className={styles.panel ?? ""}>
          <Part tab={one} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

function Part({ tab }: { tab: ConsolidationTab }) {
  switch (tab) {
    case "table":
      return <Table />;
    case "coverage":
      return <Coverage />;
    case "repeats":
      return <Repeats />;
    case "institutions":
      return <Institutions />;
    case "charts":
      return <Charts />;
  }
}

function Foot() {
  const view = useConsolidation((state) => state.view);
  const reading = useConsolidation((state) => state.reading);
  if (view === null) return null;
  const dossiers = plural(view.dossiers.length, { one: "# expediente", other: "# expedientes" });
  const of = view.total === view.allRows ? "" : t`de ${view.allRows} renglones en todo`;
  return (
    <div className={styles.foot} role="status" data-testid="consolidation-counts">
      {[countsWord(view.coverage), of, dossiers, reading ? t`Leyendo…` : ""]
        .filter((word) => word !== "")
        .join(" · ")}
    </div>
  );
}

import { plural, t } from "@lingui/core/macro";
import { PenLine, Settings2 } from "lucide-react";
import { useContext, useMemo, useState, type CSSProperties } from "react";
import { OverlayTriggerStateContext } from "react-aria-components";

import type { MemberView, PresenceView } from "../../host";
import { Button, DialogTrigger, Popover, classes, personHue } from "../../kit";
import { useDossier, useDossierState } from "../../state";
import { placeLabel, roleLabel } from "../fields";
import { PersonDialog } from "./PersonDialog";
import styles from "./People.module.css";

/** Faces shown before "+3". */
const SHOWN_MAX = 4;

/**
 * Who is in the dossier: initials in the bar, those who have it open now first and in their colour;
 * where each one is, and everybody's role, when asked.
 */
export function Members() {
  const members = useDossierState((state) => state.members);
  const presence = useDossierState((state) => state.presence);
  const people = useMemo(() => {
    const here = new Set(presence.map(({ device }) => device));
    return [...members].sort((a, b) => order(a, here) - order(b, here));
  }, [members, presence]);
  const here = new Set(presence.map(({ device }) => device));
  const shown = people.slice(0, SHOWN_MAX);
  const coordinates = members.some((member) => member.me && member.role === "coordinator");
  const [chosen, setChosen] = useState<MemberView | null>(null);
  return (
    <>
      <DialogTrigger>
        <Button
          look="quiet"
          size="small"
          data-testid="members"
          aria-label={
            presence.length === 0
              ? plural(members.length, { one: "# persona", other: "# personas" })
              : plural(presence.length, {
                  one: "# persona más está aquí ahora",
                  other: "# personas más están aquí ahora",
                })
          }
        >
          <span className={styles.faces}>
            {shown.map((member) => (
              <Face
                key={member.device}
                name={member.name}
                device={member.device}
                me={member.me}
                here={here.has(member.device)}
              />
            ))}
            {people.length > SHOWN_MAX && (
              <span
                className={styles.more}
                data-initials={`+${String(people.length - SHOWN_MAX)}`}
                aria-hidden
              />
            )}
          </span>
        </Button>
        <Popover label={t`Personas del expediente`} placement="bottom end">
          <Here presence={presence} />
          <h3 className={styles.section}>{t`Todas las personas`}</h3>
          <ul className={styles.people}>
            {people.map((member) => (
              <li key={member.device} className={styles.person}>
                <Face
                  name={member.name}
                  device={member.device}
                  me={member.me}
                  here={here.has(member.device)}
                />
                <span className={styles.name}>
                  <strong>{member.name}</strong>
                  {member.me && <> {t`(tú)`}</>}
                  <span className={styles.institution}>{member.institution}</span>
                </span>
                {coordinates && !member.me ? (
                  <ChangeButton member={member} onChoose={setChosen} />
                ) : (
                  <span className={styles.role}>{roleLabel(member.role)}</span>
                )}
              </li>
            ))}
          </ul>
        </Popover>
      </DialogTrigger>
      {chosen !== null && <PersonDialog person={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

/** Leads a coordinator to what may be decided about a person. */
function ChangeButton(props: { member: MemberView; onChoose: (member: MemberView) => void }) {
  const { member, onChoose } = props;
  const popover = useContext(OverlayTriggerStateContext);
  const role = roleLabel(member.role);
  return (
    <Button
      look="quiet"
      size="small"
      data-testid="person-change"
      aria-label={t`${role}: cambiar lo que puede hacer ${member.name}`}
      onPress={() => {
        popover?.close();
        onChoose(member);
      }}
    >
      {role}
      <Settings2 size={13} aria-hidden />
    </Button>
  );
}

function order(member: MemberView, here: ReadonlySet<string>): number {
  return member.me ? 0 : here.has(member.device) ? 1 : 2;
}

/** Who has the dossier open now, and where; each leads to the cell. */
function Here({ presence }: { presence: readonly PresenceView[] }) {
  const dossier = useDossier();
  const rows = useDossierState((state) => state.rows);
  const popover = useContext(OverlayTriggerStateContext);
  if (presence.length === 0) return null;
  return (
    <>
      <h3 className={styles.section}>{t`Aquí ahora`}</h3>
      <ul className={styles.people}>
        {presence.map((person) => {
          const { cell } = person;
          const row =
            cell === null
              ? undefined
              : [...rows.values()].find(
                  ({ line, indicator }) =>
                    line === cell.line && (cell.indicator === null || indicator === cell.indicator),
                );
          const place = cell === null || row === undefined ? null : placeLabel(row.row, cell.field);
          const face = <Face name={person.name} device={person.device} me={false} here />;
          const words = (
            <span className={styles.name}>
              <strong>{person.name}</strong>
              <span className={styles.institution}>{whereText(place, person.writing)}</span>
            </span>
          );
          return (
            <li key={person.device}>
              {cell === null || place === null ? (
                <span className={styles.person}>
                  {face}
                  {words}
                </span>
              ) : (
                <button
                  type="button"
                  className={styles.goTo}
                  data-testid="person-here"
                  onClick={() => {
                    popover?.close();
                    dossier.goTo(cell.line, cell.indicator, cell.field);
                  }}
                >
                  {face}
                  {words}
                  {person.writing && <PenLine size={14} aria-hidden />}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function whereText(place: string | null, writing: boolean): string {
  if (place === null) return t`Mira la matriz`;
  return writing ? t`Está redactando ${place}` : t`Está en ${place}`;
}

interface FaceProps {
  name: string;
  device: string;
  me: boolean;
  here: boolean;
}

function Face({ name, device, me, here }: FaceProps) {
  const hue = { "--hue": String(personHue(device)) } as CSSProperties;
  return (
    <span
      className={classes(styles.face, me && styles.me, here && styles.here)}
      style={hue}
      // Drawn, not written: the names are said beside them.
      data-initials={initials(name)}
      aria-hidden
    />
  );
}

/** First letters of the first and last words of a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const first = words[0] ?? "";
  const second = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (first.charAt(0) + second.charAt(0)).toLocaleUpperCase("es-MX") || "?";
}

import { t } from "@lingui/core/macro";
import { ChevronDown } from "lucide-react";
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import {
  Button,
  ComboBox,
  Input,
  ListBox as AriaListBox,
  ListBoxItem,
  Popover,
  Text,
} from "react-aria-components";

import { fold } from "../../kit";
import { useDossier, type Draft } from "../../state";
import { offersOf, shownValue, writtenValue, type Offer } from "../fields";
import type { Closing } from "./closing";
import { closingOf } from "./ValueBox";
import styles from "./Editor.module.css";

interface ListBoxProps {
  draft: Draft;
  label: string;
  onClose: (how: Closing) => void;
}

/** Offers whose words hold what was typed, whatever its accents. */
function matching(offers: readonly Offer[], typed: string): readonly Offer[] {
  const wanted = fold(typed.trim());
  return offers.filter(({ label, note = "" }) => fold(`${label} ${note}`).includes(wanted));
}

/** A value that is usually one of a list, and may be any other. */
export function ListBox({ draft, label, onClose }: ListBoxProps) {
  const { editors } = useDossier();
  const input = useRef<HTMLInputElement>(null);
  // The list is whole until something is typed: the value there is already says little of others.
  const [typed, setTyped] = useState(draft.phase !== "clean");
  const { field } = draft;
  const offers = offersOf(field) ?? [];
  const shown = shownValue(field, draft.text);
  const items = typed ? matching(offers, shown) : offers;

  useLayoutEffect(() => {
    const element = input.current;
    if (element === null) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);

  /** The offer the arrows stand on, while the list is open. */
  const offered = (): string | null => {
    const active = input.current?.getAttribute("aria-activedescendant") ?? "";
    const item = active === "" ? null : document.getElementById(active);
    return item?.dataset["value"] ?? null;
  };

  const onKeyDownCapture = (event: KeyboardEvent) => {
    const how = closingOf(event);
    const open = input.current?.getAttribute("aria-expanded") === "true";
    // Esc closes the list first.
    if (how === null || how === "break" || (how === "escape" && open)) return;
    event.preventDefault();
    event.stopPropagation();
    const chosen = how === "escape" ? null : offered();
    if (chosen !== null) editors.type(chosen);
    onClose(how);
  };

  return (
    <div onKeyDownCapture={onKeyDownCapture}>
      <ComboBox
        className={styles.list ?? ""}
        aria-label={label}
        allowsCustomValue
        allowsEmptyCollection
        menuTrigger="focus"
        items={items.map((offer) => ({ ...offer, id: offer.value }))}
        inputValue={shown}
        onInputChange={(text) => {
          if (text === shown) return;
          setTyped(true);
          editors.type(writtenValue(field, text));
        }}
        onChange={(key) => {
          if (key === null) return;
          editors.type(String(key));
          onClose("enter");
        }}
      >
        <div className={styles.listLine}>
          <Input
            ref={input}
            className={styles.listInput ?? ""}
            data-testid="cell-editor"
            aria-invalid={draft.problem !== null}
            lang="es-MX"
          />
          <Button className={styles.listButton ?? ""} aria-label={t`Ver las opciones`}>
            <ChevronDown size={15} aria-hidden />
          </Button>
        </div>
        <Popover className={styles.listPopover ?? ""} offset={2}>
          <AriaListBox
            className={styles.listItems ?? ""}
            data-part="editor-list"
            renderEmptyState={() => (
              <p className={styles.listEmpty}>{t`Otro valor: se guarda como está escrito.`}</p>
            )}
          >
            {(offer: Offer & { id: string }) => (
              <ListBoxItem
                id={offer.id}
                textValue={offer.label}
                className={styles.listItem ?? ""}
                data-value={offer.value}
                data-testid="list-option"
              >
                <Text slot="label">{offer.label}</Text>
                {offer.note !== undefined && (
                  <Text slot="description" className={styles.listNote ?? ""}>
                    {offer.note}
                  </Text>
                )}
              </ListBoxItem>
            )}
          </AriaListBox>
        </Popover>
      </ComboBox>
    </div>
  );
}

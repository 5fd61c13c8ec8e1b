import { ChevronRight } from "lucide-react";
import { useState, type ContextType, type ReactNode, type RefObject } from "react";
import {
  Dialog,
  Heading,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Popover as AriaPopover,
  RootMenuTriggerStateContext,
  SubmenuTrigger,
  type Placement,
} from "react-aria-components";

import { classes } from "./classes";
import styles from "./Overlay.module.css";

export { DialogTrigger } from "react-aria-components";

interface ModalDialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** For what must be answered and not waved away. */
  role?: "dialog" | "alertdialog";
  /** `wide` for lists and tables, `whole` for what takes the window. */
  size?: "normal" | "wide" | "whole";
  testId?: string;
}

/** A question or a small task over the screen; Esc and a click outside leave it. */
export function ModalDialog({
  title,
  isOpen,
  onClose,
  children,
  role = "dialog",
  size = "normal",
  testId,
}: ModalDialogProps) {
  return (
    <ModalOverlay
      className={styles.scrim ?? ""}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={role === "dialog"}
    >
      <Modal className={classes(styles.modal, size !== "normal" && styles[size])}>
        <Dialog className={styles.dialog ?? ""} role={role} data-testid={testId}>
          <Heading slot="title" className={styles.title ?? ""}>
            {title}
          </Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons that ends a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}

interface PopoverProps {
  label: string;
  children: ReactNode;
  placement?: Placement;
}

/** What floats beside the button that opened it. Stands inside a `DialogTrigger`. */
export function Popover({ label, children, placement = "bottom start" }: PopoverProps) {
  return (
    <AriaPopover className={styles.popover ?? ""} placement={placement} offset={4}>
      <Dialog className={styles.popoverBody ?? ""} aria-label={label}>
        {children}
      </Dialog>
    </AriaPopover>
  );
}

export interface MenuEntry {
  id: string;
  text: string;
  icon?: ReactNode;
  disabled?: boolean;
  /** It begins another part of the list. */
  divided?: boolean;
  onAction: () => void;
}

/** Things to do of one kind, behind one entry: a menu that is short is read. */
export interface MenuGroup {
  id: string;
  text: string;
  icon?: ReactNode;
  /** It begins another part of the list. */
  divided?: boolean;
  entries: readonly MenuEntry[];
}

interface MenuProps {
  label: string;
  /** The button that opens it. */
  children: ReactNode;
  entries: readonly (MenuEntry | MenuGroup)[];
  onOpenChange?: (open: boolean) => void;
}

interface FloatingMenuProps {
  label: string;
  /** Where it floats, and where the keyboard goes back to. */
  anchor: RefObject<HTMLElement | null>;
  entries: readonly (MenuEntry | MenuGroup)[];
  isOpen: boolean;
  /** `chosen`: something was, and is being done. */
  onClose: (chosen: boolean) => void;
}

/** A list of things to do beside any element: a grid of rows needs no menu until one is asked for. */
export function FloatingMenu({ label, anchor, entries, isOpen, onClose }: FloatingMenuProps) {
  const root = useRoot(isOpen, () => onClose(false));
  return (
    <RootMenuTriggerStateContext value={root}>
      <AriaPopover
        className={styles.popover ?? ""}
        placement="bottom start"
        offset={4}
        aria-label={label}
        triggerRef={anchor}
        isOpen={isOpen}
        onOpenChange={(open) => {
          if (!open) onClose(false);
        }}
      >
        <MenuList label={label} entries={entries} onChosen={() => onClose(true)} />
      </AriaPopover>
    </RootMenuTriggerStateContext>
  );
}

type Root = NonNullable<ContextType<typeof RootMenuTriggerStateContext>>;

/** What a menu within another asks of the outermost one, for a menu without a trigger of its own. */
function useRoot(isOpen: boolean, close: () => void): Root {
  const [expandedKeysStack, expand] = useState<Root["expandedKeysStack"]>([]);
  return {
    isOpen,
    focusStrategy: "first",
    expandedKeysStack,
    openSubmenu: (key, level) =>
      expand((open) => (level > open.length ? open : [...open.slice(0, level), key])),
    closeSubmenu: (key, level) =>
      expand((open) => (open[level] === key ? open.slice(0, level) : open)),
    close,
    point: null,
    setPoint: () => undefined,
    // Whoever holds it opens it.
    open: () => undefined,
    toggle: close,
    setOpen: (open) => {
      if (!open) close();
    },
  };
}

interface MenuListProps {
  label: string;
  entries: readonly (MenuEntry | MenuGroup)[];
  /** For a list without a trigger, which nobody else closes nor gives the keyboard to. */
  onChosen?: () => void;
  /** It is behind an entry of another, which gives it the keyboard. */
  within?: boolean;
}

function MenuList({ label, entries, onChosen, within = false }: MenuListProps) {
  return (
    <AriaMenu
      className={styles.menu ?? ""}
      aria-label={label}
      {...(onChosen === undefined || within ? {} : { autoFocus: "first" as const })}
    >
      {entries.map((entry) =>
        "entries" in entry ? (
          <SubmenuTrigger key={entry.id}>
            <MenuItem
              id={entry.id}
              className={classes(styles.item, entry.divided === true && styles.divided)}
              textValue={entry.text}
            >
              {entry.icon}
              {entry.text}
              <ChevronRight className={styles.further} size={14} aria-hidden />
            </MenuItem>
            <AriaPopover className={styles.popover ?? ""} offset={-4}>
              <MenuList
                label={entry.text}
                entries={entry.entries}
                within
                {...(onChosen === undefined ? {} : { onChosen })}
              />
            </AriaPopover>
          </SubmenuTrigger>
        ) : (
          <MenuItem
            key={entry.id}
            id={entry.id}
            className={classes(styles.item, entry.divided === true && styles.divided)}
            textValue={entry.text}
            isDisabled={entry.disabled === true}
            onAction={() => {
              onChosen?.();
              entry.onAction();
            }}
          >
            {entry.icon}
            {entry.text}
          </MenuItem>
        ),
      )}
    </AriaMenu>
  );
}

/** A button with a list of things to do. */
export function Menu({ label, children, entries, onOpenChange }: MenuProps) {
  return (
    <MenuTrigger {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      {children}
      <AriaPopover className={styles.popover ?? ""} placement="bottom start" offset={4}>
        <MenuList label={label} entries={entries} />
      </AriaPopover>
    </MenuTrigger>
  );
}

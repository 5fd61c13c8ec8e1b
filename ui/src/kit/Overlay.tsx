import type { ReactNode } from "react";
import {
  Dialog,
  Heading,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Popover as AriaPopover,
  type Placement,
} from "react-aria-components";

import styles from "./Overlay.module.css";

export { DialogTrigger } from "react-aria-components";

interface ModalDialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** For what must be answered and not waved away. */
  role?: "dialog" | "alertdialog";
}

/** A question or a small task over the screen; Esc and a click outside leave it. */
export function ModalDialog({
  title,
  isOpen,
  onClose,
  children,
  role = "dialog",
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
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.dialog ?? ""} role={role}>
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
  onAction: () => void;
}

interface MenuProps {
  label: string;
  /** The button that opens it. */
  children: ReactNode;
  entries: readonly MenuEntry[];
  onOpenChange?: (open: boolean) => void;
}

/** A button with a list of things to do. */
export function Menu({ label, children, entries, onOpenChange }: MenuProps) {
  return (
    <MenuTrigger {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      {children}
      <AriaPopover className={styles.popover ?? ""} placement="bottom start" offset={4}>
        <AriaMenu className={styles.menu ?? ""} aria-label={label}>
          {entries.map((entry) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              className={styles.item ?? ""}
              textValue={entry.text}
              isDisabled={entry.disabled === true}
              onAction={entry.onAction}
            >
              {entry.icon}
              {entry.text}
            </MenuItem>
          ))}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}

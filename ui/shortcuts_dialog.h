#pragma once

#include <QDialog>

#include "ui/command_palette.h"

namespace lk::ui {

// Every key of the window, by menu, and those that work everywhere.
class ShortcutsDialog final : public QDialog {
  Q_OBJECT

 public:
  ShortcutsDialog(const QList<CommandPalette::Entry>& entries, QWidget* parent);
};

}  // namespace lk::ui

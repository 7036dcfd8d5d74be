#pragma once

#include <QMainWindow>

#include "ui/console_parts.h"

namespace lk::ui {

// The console's window. Closing it asks only when devices other than demo ones are connected, then hides the window
// and says quitAccepted(); whoever composes drains the node and quits.
class MainWindow final : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(const ConsoleParts& parts, QWidget* parent = nullptr);
  ~MainWindow() override;

 Q_SIGNALS:
  void quitAccepted();
};

}  // namespace lk::ui

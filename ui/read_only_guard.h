#pragma once

#include <QObject>

class QAction;
class QWidget;

namespace lk::ui {

// Keeps whatever changes something switched off, and says why in its tooltip: actions and buttons that were marked by
// parts::markChanging(), however often their page switches them on. Nothing is hidden.
class ReadOnlyGuard final : public QObject {
  Q_OBJECT

 public:
  // Those of the window and of the dialogs that open over it.
  explicit ReadOnlyGuard(QWidget& window);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void guard(QAction* action);
  void hold(QAction* action);

  QWidget& m_window;
};

}  // namespace lk::ui

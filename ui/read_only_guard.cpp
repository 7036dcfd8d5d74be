#include "ui/read_only_guard.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QPushButton>

#include "ui/parts.h"
#include "ui/words.h"

namespace lk::ui {

ReadOnlyGuard::ReadOnlyGuard(QWidget& window) : QObject(&window), m_window(window) {
  const QList<QAction*> actions = window.findChildren<QAction*>();
  for (QAction* action : actions) guard(action);
  const QList<QPushButton*> buttons = window.findChildren<QPushButton*>();
  for (QPushButton* button : buttons) {
    if (parts::isChanging(button)) button->setEnabled(false);
  }
  qApp->installEventFilter(this);
}

void ReadOnlyGuard::guard(QAction* action) {
  if (!parts::isChanging(action)) return;
  hold(action);
  connect(action, &QAction::changed, this, [this, action] { hold(action); });
}

// Each of the two calls announces a change, which comes back here once more and finds nothing left to do.
void ReadOnlyGuard::hold(QAction* action) {
  const QString tip = tr("This connection is read-only.");
  if (action->isEnabled()) action->setEnabled(false);
  if (!action->toolTip().startsWith(tip)) action->setToolTip(words::followed(tip, action->toolTip()));
}

// Buttons come and go with what a page shows.
bool ReadOnlyGuard::eventFilter(QObject* watched, QEvent* event) {
  const QEvent::Type type = event->type();
  if (type != QEvent::Polish && type != QEvent::Show && type != QEvent::EnabledChange) return false;
  auto* button = qobject_cast<QPushButton*>(watched);
  if (button == nullptr || !parts::isChanging(button) || !m_window.isAncestorOf(button)) return false;
  const QString tip = tr("This connection is read-only.");
  if (button->isEnabled()) button->setEnabled(false);
  if (!button->toolTip().startsWith(tip)) button->setToolTip(words::followed(tip, button->toolTip()));
  return false;
}

}  // namespace lk::ui

#include "ui/dialogs.h"

#include <QDialog>
#include <QKeyEvent>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>

namespace lk::ui::dialogs {

namespace {

constexpr QSize kFrameOfTheSystem{8, 40};  // pixels that a title bar and borders take of the screen, about

// The key event, if it is one of Enter.
const QKeyEvent* enterOf(const QEvent* event) {
  if (event->type() != QEvent::KeyPress) return nullptr;
  const auto* key = static_cast<const QKeyEvent*>(event);
  return key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter ? key : nullptr;
}

class EnterGoesOn final : public QObject {
 public:
  EnterGoesOn(QSpinBox* number, QWidget* next) : QObject(number), m_number(number), m_next(next) {}

  bool eventFilter(QObject* watched, QEvent* event) override {
    if (enterOf(event) == nullptr) return QObject::eventFilter(watched, event);
    m_number->interpretText();
    m_next->setFocus(Qt::TabFocusReason);
    return true;
  }

 private:
  QSpinBox* m_number;
  QWidget* m_next;
};

class HeldEnterIsNothing final : public QObject {
 public:
  using QObject::QObject;

  bool eventFilter(QObject* watched, QEvent* event) override {
    const QKeyEvent* enter = enterOf(event);
    return (enter != nullptr && enter->isAutoRepeat()) || QObject::eventFilter(watched, event);
  }
};

}  // namespace

void giveAnswers(QPushButton* verb, QPushButton* safe) {
  Q_ASSERT(qobject_cast<QDialog*>(safe->window()) != nullptr);
  // While it has the keyboard, Qt makes such a button the default one.
  verb->setAutoDefault(true);
  verb->installEventFilter(new HeldEnterIsNothing(verb));
  safe->setDefault(true);
}

void letEnterGoOn(QSpinBox* number, QPushButton* next) { number->installEventFilter(new EnterGoesOn(number, next)); }

void resizeToScreen(QDialog* dialog, QSize wanted) {
  dialog->resize(wanted.boundedTo(dialog->screen()->availableSize() - kFrameOfTheSystem));
}

}  // namespace lk::ui::dialogs

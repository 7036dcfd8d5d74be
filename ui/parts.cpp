#include "ui/parts.h"

#include <QAction>
#include <QCoreApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QRegularExpression>
#include <QStyle>
#include <QVariant>

namespace lk::ui::parts {

namespace {

QLabel* label(const QString& text, const char* role) {
  auto* made = new QLabel(text);
  made->setProperty("role", QLatin1StringView(role));
  made->setTextFormat(Qt::PlainText);
  return made;
}

}  // namespace

QLabel* title(const QString& text) {
  QLabel* made = label(text, "title");
  QFont font = made->font();
  font.setPointSizeF(font.pointSizeF() * 1.5);
  font.setWeight(QFont::DemiBold);
  made->setFont(font);
  return made;
}

QLabel* heading(const QString& text) {
  QLabel* made = label(text, "heading");
  QFont font = made->font();
  font.setWeight(QFont::DemiBold);
  made->setFont(font);
  return made;
}

QLabel* muted(const QString& text) { return label(text, "muted"); }

QLabel* value(const QString& accessibleName) {
  QLabel* made = label({}, "value");
  made->setAccessibleName(accessibleName);
  made->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return made;
}

QFrame* card() {
  auto* made = new QFrame;
  made->setProperty("role", QStringLiteral("card"));
  return made;
}

namespace {

QPushButton* follower(QAction* action, bool hasItsIcon) {
  auto* made = new QPushButton;
  const auto follow = [made, action, hasItsIcon] {
    made->setText(action->iconText());
    made->setToolTip(action->toolTip());
    made->setAccessibleName(action->iconText());
    if (hasItsIcon) made->setIcon(action->icon());
    made->setEnabled(action->isEnabled());
  };
  follow();
  QObject::connect(action, &QAction::changed, made, follow);
  QObject::connect(made, &QPushButton::clicked, action, &QAction::trigger);
  return made;
}

}  // namespace

QPushButton* button(QAction* action) { return follower(action, true); }

QPushButton* primaryButton(QAction* action) {
  QPushButton* made = follower(action, false);
  makePrimary(made);
  return made;
}

void makePrimary(QPushButton* button) { setStyleProperty(button, "role", QStringLiteral("primary")); }

void makeDangerous(QPushButton* button) { setStyleProperty(button, "role", QStringLiteral("danger")); }

void giveMenu(QPushButton* button, QMenu* menu) {
  button->setMenu(menu);
  setStyleProperty(button, "menu", true);
}

void setStyleProperty(QWidget* widget, const char* name, const QVariant& value) {
  if (widget->property(name) == value) return;
  widget->setProperty(name, value);
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
}

QString withoutMnemonic(QString text) {
  static const QRegularExpression behind(QStringLiteral("\\(&.\\)"));
  return text.remove(behind).remove(QLatin1Char('&'));
}

void markChanging(QObject* control) { control->setProperty("changes", true); }

bool isChanging(const QObject* control) { return control->property("changes").toBool(); }

void describe(QAction* action, const QString& tip, const QKeySequence& shortcut) {
  if (!shortcut.isEmpty()) action->setShortcut(shortcut);
  action->setProperty(kTip, tip);
  action->setToolTip(shortcut.isEmpty() ? tip
                                        : QCoreApplication::translate("lk::ui::words", "%1 (%2)")
                                              .arg(tip, shortcut.toString(QKeySequence::NativeText)));
  action->setStatusTip({});
}

QFont monospace(const QFont& like) {
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  font.setPointSizeF(like.pointSizeF());
  // What it has no characters for, as the rest of the window has it. By its own name: before "monospace", which is
  // none, any other font of the list would do.
  font.setFamilies(QStringList{QFontInfo(font).family()} + like.families());
  return font;
}

}  // namespace lk::ui::parts

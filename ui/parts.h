#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>

class QAction;
class QMenu;

// The small parts that every page is made of, so that they look alike everywhere.
namespace lk::ui::parts {

inline constexpr int kGap = 8;      // the grid of the window, in pixels
inline constexpr int kMargin = 16;  // around a page and within a card

[[nodiscard]] QLabel* title(const QString& text);
[[nodiscard]] QLabel* heading(const QString& text);
[[nodiscard]] QLabel* muted(const QString& text);
// A value that can be selected and copied.
[[nodiscard]] QLabel* value(const QString& accessibleName);
[[nodiscard]] QFrame* card();

// A button that follows an action: text, tooltip, shortcut, enabled or not.
[[nodiscard]] QPushButton* button(QAction* action);
// The one of a page that stands out. Its icon, on the accent's ground, is the page's to draw.
[[nodiscard]] QPushButton* primaryButton(QAction* action);
void makePrimary(QPushButton* button);
void makeDangerous(QPushButton* button);
// With the arrow that says so.
void giveMenu(QPushButton* button, QMenu* menu);

// Sets a property that the style sheet looks at, and has the widget styled anew.
void setStyleProperty(QWidget* widget, const char* name, const QVariant& value);

// "&Nodes" and "节点(&N)" as they stand where no key is offered.
[[nodiscard]] QString withoutMnemonic(QString text);

// An action or button that changes something at a node or on this machine: off while a connection is read-only.
void markChanging(QObject* control);
[[nodiscard]] bool isChanging(const QObject* control);

// The tooltip with the shortcut behind it. The tooltip alone stays with the action as its property kTip.
inline constexpr const char* kTip = "tip";
void describe(QAction* action, const QString& tip, const QKeySequence& shortcut = {});

[[nodiscard]] QFont monospace(const QFont& like);

}  // namespace lk::ui::parts

#pragma once

#include <QTableView>
#include <QWidget>

// Finds what a person sees by the name that a screen reader says, and uses it.
namespace lk::ui::test {

template <typename T>
T* named(const QWidget& window, const char* accessibleName) {
  const QList<T*> all = window.findChildren<T*>();
  for (T* widget : all) {
    if (widget->accessibleName() == QLatin1StringView(accessibleName)) return widget;
  }
  return nullptr;
}

// The visible button that bears this text.
void click(const QWidget& window, const char* text);
// A button of the message box that opens; false if none opens, or it has no such button.
[[nodiscard]] bool clickInBox(const QString& text);

// The rows of these devices in a table of them, as a person selects several.
void clickRows(QTableView& table, const QStringList& devices);

[[nodiscard]] QString cell(const QTableView& table, int row, int column);

}  // namespace lk::ui::test

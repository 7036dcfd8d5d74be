#pragma once

#include <QStringList>
#include <QWidget>

namespace lk::ui::test {

// Everything that a window says to a person: texts, tooltips, names for screen readers, titles, menus, tabs, choices,
// headers and cells. In the order of its objects, each with where it stands. Not what a person typed.
[[nodiscard]] QStringList allThatIsSaid(const QWidget& top);

// The English words in it that are no names, commands, keys or other words that stay in every language.
[[nodiscard]] QStringList englishIn(const QString& text);

}  // namespace lk::ui::test

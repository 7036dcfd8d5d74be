#pragma once

#include <QWidget>
#include <functional>

namespace lk::ui {

class SaidBefore;

// Says again, in the language of now, all that stands on a widget and what is within it: labels, buttons, menus, tabs,
// choices, tooltips, the names that a screen reader says. What a person typed and what is data stays.
void retranslate(QWidget& top, const SaidBefore& before);

// For texts that a widget puts together from parts: puts them together anew when the language has changed, after
// retranslate().
void whenRetranslated(QWidget* widget, std::function<void()> compose);

}  // namespace lk::ui

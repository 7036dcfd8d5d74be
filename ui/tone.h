#pragma once

#include <Qt>

namespace lk::ui {

// How a piece of text is meant; the theme says how it looks.
enum class Tone { Normal, Muted, Good, Warning, Bad };

// Model roles that every table of the console understands.
enum TableRole {
  kToneRole = Qt::UserRole + 1,  // int of a Tone
  kDotRole,                      // true: a dot in the tone's colour stands before the text
  kMonospaceRole,                // true: bytes and code
  kMiddleRole,                   // true: where it does not fit, its middle is left out, as its end tells it apart
  kPlainRole,                    // the value as a spreadsheet reads it; nothing: as it is shown
};

// Qt::TextAlignmentRole of every table: numbers stand right.
[[nodiscard]] inline int cellAlignment(bool isNumber) {
  return Qt::Alignment(isNumber ? Qt::AlignRight : Qt::AlignLeft).setFlag(Qt::AlignVCenter).toInt();
}

}  // namespace lk::ui

#pragma once

#include <QColor>
#include <QIcon>
#include <QObject>
#include <QPalette>

#include "ui/tone.h"

namespace lk::ui {

// All colours of the window. Every text colour has a contrast of at least 4.5 on each ground it is written on, and the
// outline of every control one of at least 3 against what is around and within it.
struct ThemeColors {
  QColor window, base, field, hover, pressed, selection;  // grounds
  QColor text, muted, good, warning, bad;                 // texts
  QColor border, controlBorder, thumb;                    // lines
  QColor accent, accentHover, onAccent;
  QColor bannerWarning, bannerBad;
  QColor addedLine;  // ground of a line that a change brings

  [[nodiscard]] static ThemeColors light();
  [[nodiscard]] static ThemeColors dark();
  [[nodiscard]] QColor of(Tone tone) const;
  [[nodiscard]] QPalette palette() const;
  [[nodiscard]] QString styleSheet() const;
};

// WCAG's ratio, 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

// The look of the program, light or dark, and its icons.
class Theme final : public QObject {
  Q_OBJECT

 public:
  explicit Theme(QObject* parent = nullptr);

  // system, light or dark; system is looked up anew each time.
  void choose(const QString& name);
  [[nodiscard]] const QString& chosen() const { return m_chosen; }
  [[nodiscard]] const ThemeColors& colors() const { return m_colors; }
  [[nodiscard]] bool isDark() const { return m_dark; }

  // One of resources/icons, drawn in the muted colour and, when checked, in the accent's.
  [[nodiscard]] QIcon icon(const QString& name) const;
  [[nodiscard]] QIcon icon(const QString& name, const QColor& color) const;

 Q_SIGNALS:
  void changed();

 private:
  QString m_chosen;
  bool m_dark = false;
  ThemeColors m_colors;
};

}  // namespace lk::ui

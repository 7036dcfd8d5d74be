#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace lk::ui {

class Theme;

// Commands to be typed elsewhere, or lines of a configuration, exact, with a button that copies them.
class CommandLines final : public QFrame {
  Q_OBJECT

 public:
  enum class Kind { Commands, Configuration };

  CommandLines(const Theme& theme, const QStringList& lines, Kind kind = Kind::Commands, QWidget* parent = nullptr);

  void refreshLook();

 Q_SIGNALS:
  void said(const QString& text);

 private:
  const Theme& m_theme;
  QPushButton* m_copy;
};

}  // namespace lk::ui

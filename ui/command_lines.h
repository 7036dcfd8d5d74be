#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace lk::ui {

class Theme;

// Commands to be typed elsewhere, exact, with a button that copies them.
class CommandLines final : public QFrame {
  Q_OBJECT

 public:
  CommandLines(const Theme& theme, const QStringList& commands, QWidget* parent = nullptr);

  void refreshLook();

 Q_SIGNALS:
  void said(const QString& text);

 private:
  const Theme& m_theme;
  QPushButton* m_copy;
};

}  // namespace lk::ui

#pragma once

#include <QWidget>

#include "server/setup/finding.h"
#include "ui/tone.h"

class QLabel;

namespace lk::ui {

class Theme;

// A grade, told by picture and word as well as by colour.
class GradeMark final : public QWidget {
  Q_OBJECT

 public:
  explicit GradeMark(const Theme& theme, QWidget* parent = nullptr);

  void show(setup::Grade grade);
  // Without the word, where a text beside it says it.
  void showPictureOnly(setup::Grade grade);
  // The same look for what has no grade.
  void show(const QString& icon, const QString& word, Tone tone);
  // In the theme's colours of now.
  void refreshLook();

 private:
  const Theme& m_theme;
  QLabel* m_picture;
  QLabel* m_word;
  QString m_icon;
  Tone m_tone = Tone::Muted;
};

}  // namespace lk::ui

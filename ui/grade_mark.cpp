#include "ui/grade_mark.h"

#include <QHBoxLayout>

#include "ui/parts.h"
#include "ui/setup_words.h"
#include "ui/theme.h"

namespace lk::ui {

GradeMark::GradeMark(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_picture(new QLabel), m_word(parts::heading({})) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  layout->addWidget(m_picture);
  layout->addWidget(m_word);
}

void GradeMark::show(setup::Grade grade) {
  show(words::gradeIcon(grade), words::grade(grade), words::gradeTone(grade));
}

void GradeMark::showPictureOnly(setup::Grade grade) {
  show(grade);
  m_word->hide();
}

void GradeMark::show(const QString& icon, const QString& word, Tone tone) {
  m_icon = icon;
  m_tone = tone;
  m_word->setText(word);
  parts::setStyleProperty(m_word, "role", words::toneRole(tone));
  setAccessibleName(word);
  refreshLook();
}

void GradeMark::refreshLook() {
  const QIcon icon = m_theme.icon(m_icon, m_theme.colors().of(m_tone));
  m_picture->setPixmap(icon.pixmap(QSize(18, 18), devicePixelRatioF()));
}

}  // namespace lk::ui

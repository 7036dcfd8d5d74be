#include "ui/empty_state.h"

#include <QAction>
#include <QVBoxLayout>

#include "ui/parts.h"

namespace lk::ui {

EmptyState::EmptyState(QWidget* parent)
    : QFrame(parent),
      m_picture(new QLabel),
      m_title(parts::heading({})),
      m_text(parts::muted({})),
      m_buttons(new QHBoxLayout) {
  m_text->setWordWrap(true);
  m_text->setAlignment(Qt::AlignCenter);
  m_buttons->setSpacing(parts::kMargin);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin * 2, parts::kMargin, parts::kMargin * 2, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addStretch(2);
  layout->addWidget(m_picture, 0, Qt::AlignHCenter);
  layout->addWidget(m_title, 0, Qt::AlignHCenter);
  layout->addWidget(m_text);
  layout->addSpacing(parts::kGap);
  layout->addLayout(m_buttons);
  layout->setAlignment(m_buttons, Qt::AlignHCenter);
  layout->addStretch(3);
}

void EmptyState::say(const QString& title, const QString& text, QAction* action, QAction* dangerous) {
  m_title->setText(title);
  m_text->setText(text);
  if (m_action == action && m_dangerous == dangerous) return;
  m_action = action;
  m_dangerous = dangerous;
  delete std::exchange(m_button, nullptr);
  delete std::exchange(m_other, nullptr);
  if (action != nullptr) {
    m_button = parts::button(action);
    m_buttons->addWidget(m_button);
  }
  if (dangerous != nullptr) {
    m_other = parts::button(dangerous);
    parts::makeDangerous(m_other);
    m_buttons->addWidget(m_other);
  }
}

void EmptyState::setPicture(const QIcon& icon) {
  m_picture->setPixmap(icon.pixmap(QSize(40, 40), devicePixelRatioF()));
}

}  // namespace lk::ui

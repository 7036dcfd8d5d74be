#include "ui/empty_state.h"

#include <QAction>
#include <QVBoxLayout>

#include "ui/parts.h"

namespace lk::ui {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent),
      m_picture(new QLabel),
      m_title(parts::heading({})),
      m_text(parts::muted({})),
      m_button(new QPushButton) {
  m_text->setWordWrap(true);
  m_text->setAlignment(Qt::AlignCenter);
  m_text->setMinimumWidth(360);
  m_button->hide();
  parts::makePrimary(m_button);
  connect(m_button, &QPushButton::clicked, this, [this] {
    if (m_action != nullptr) m_action->trigger();
  });
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(parts::kGap);
  layout->addStretch(2);
  for (QWidget* part :
       {static_cast<QWidget*>(m_picture), static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_text)}) {
    layout->addWidget(part, 0, Qt::AlignHCenter);
  }
  layout->addSpacing(parts::kGap);
  layout->addWidget(m_button, 0, Qt::AlignHCenter);
  layout->addStretch(3);
}

void EmptyState::say(const QString& title, const QString& text, QAction* action) {
  if (m_title->text() == title && m_text->text() == text && m_action == action) return;
  m_title->setText(title);
  m_text->setText(text);
  m_action = action;
  m_button->setVisible(action != nullptr);
  if (action == nullptr) return;
  m_button->setText(action->iconText());
  m_button->setAccessibleName(action->iconText());
  m_button->setToolTip(action->toolTip());
}

void EmptyState::setPicture(const QIcon& icon) {
  m_picture->setPixmap(icon.pixmap(QSize(40, 40), devicePixelRatioF()));
}

}  // namespace lk::ui

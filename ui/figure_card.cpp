#include "ui/figure_card.h"

#include <QVBoxLayout>

#include "ui/parts.h"
#include "ui/sparkline.h"

namespace lk::ui {

FigureCard::FigureCard(const Theme& theme, const QString& name, const QString& tip, QWidget* parent)
    : QFrame(parent),
      m_name(parts::muted(name)),
      m_value(parts::value(name)),
      m_note(parts::muted({})),
      m_line(new Sparkline(theme)) {
  setProperty("role", QStringLiteral("card"));
  setToolTip(tip);
  QFont font = m_value->font();
  font.setPointSizeF(font.pointSizeF() * 1.9);
  font.setWeight(QFont::DemiBold);
  m_value->setFont(font);
  m_value->setText(QStringLiteral("–"));
  // A long note must not make its card wider than the others.
  m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  layout->setSpacing(2);
  layout->addWidget(m_name);
  layout->addWidget(m_value);
  layout->addWidget(m_note);
  layout->addSpacing(parts::kGap);
  layout->addWidget(m_line);
}

void FigureCard::show(const QString& value, const QString& note, const std::deque<double>& history, std::size_t whole) {
  m_value->setText(value);
  m_note->setText(note);
  m_note->setToolTip(note);
  m_line->setValues(history, whole);
  setAccessibleName(QStringLiteral("%1: %2").arg(m_name->text(), value));
}

}  // namespace lk::ui

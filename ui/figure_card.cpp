#include "ui/figure_card.h"

#include <QVBoxLayout>

#include "ui/parts.h"
#include "ui/words.h"

namespace lk::ui {

FigureCard::FigureCard(const Theme& theme, const QString& name, const QString& tip, Sparkline::Words words,
                       QWidget* parent)
    : QFrame(parent),
      m_name(parts::muted(name)),
      m_value(parts::value(name)),
      m_note(parts::muted({})),
      m_line(new Sparkline(theme)) {
  setProperty("role", QStringLiteral("card"));
  setToolTip(tip);
  m_line->setWords(std::move(words));
  QFont font = m_value->font();
  font.setPointSizeF(font.pointSizeF() * 1.9);
  font.setWeight(QFont::DemiBold);
  m_value->setFont(font);
  m_value->setText(QStringLiteral("–"));
  // Characters of another font must not move the lines of one card against those of the next.
  m_value->setMinimumHeight(QFontMetrics(font).height() * 5 / 4);
  for (QLabel* line : {m_name, m_note}) line->setMinimumHeight(QFontMetrics(line->font()).height() * 5 / 4);
  // A long note must not make its card wider than the others: it goes on in a second line.
  m_note->setWordWrap(true);
  m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, 12, parts::kMargin, 12);
  layout->setSpacing(2);
  layout->addWidget(m_name);
  layout->addWidget(m_value);
  layout->addWidget(m_note);
  layout->addSpacing(parts::kGap);
  layout->addStretch(1);
  layout->addWidget(m_line);
}

void FigureCard::show(const QString& value, const QString& note, std::vector<Sparkline::Value> history, qint64 spanMs) {
  m_value->setText(value);
  m_note->setText(note);
  m_note->setToolTip(note);
  m_line->setValues(std::move(history), spanMs);
  setAccessibleName(words::labelled(m_name->text(), value));
}

}  // namespace lk::ui

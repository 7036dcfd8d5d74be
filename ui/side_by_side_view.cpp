#include "ui/side_by_side_view.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QTextBlock>
#include <QTimer>
#include <algorithm>

#include "ui/parts.h"
#include "ui/setup_words.h"
#include "ui/theme.h"

namespace lk::ui {

SideBySideView::SideBySideView(const Theme& theme, const QString& nameBefore, const QString& nameAfter, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_before(makeSide(nameBefore)), m_after(makeSide(nameAfter)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(parts::kGap);
  for (auto* side : {m_before, m_after}) {
    auto* column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(parts::muted(side->accessibleName()));
    column->addWidget(side, 1);
    layout->addLayout(column, 1);
  }
  // Lines stand beside each other, so both are scrolled as one.
  const auto tie = [](QScrollBar* one, QScrollBar* other) {
    connect(one, &QScrollBar::valueChanged, other, &QScrollBar::setValue);
    connect(other, &QScrollBar::valueChanged, one, &QScrollBar::setValue);
  };
  tie(m_before->verticalScrollBar(), m_after->verticalScrollBar());
  tie(m_before->horizontalScrollBar(), m_after->horizontalScrollBar());
  for (auto* side : {m_before, m_after}) {
    connect(side->horizontalScrollBar(), &QScrollBar::rangeChanged, this, &SideBySideView::makeAlike);
  }
}

QPlainTextEdit* SideBySideView::makeSide(const QString& name) {
  auto* side = new QPlainTextEdit;
  side->setReadOnly(true);
  side->setTabChangesFocus(true);
  side->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  side->setLineWrapMode(QPlainTextEdit::NoWrap);
  side->setFont(parts::monospace(font()));
  side->setAccessibleName(name);
  side->setToolTip(name);
  return side;
}

// A bar below one side alone would leave the other fewer lines to scroll, and the last ones would never be seen.
void SideBySideView::makeAlike() {
  const bool isWide = m_before->horizontalScrollBar()->maximum() > 0 || m_after->horizontalScrollBar()->maximum() > 0;
  for (auto* side : {m_before, m_after}) {
    side->setHorizontalScrollBarPolicy(isWide ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
  }
}

void SideBySideView::show(const setup::NginxPicture::File& file) {
  m_lines = file.lines;
  QStringList before;
  QStringList after;
  QStringList bare;
  const auto numbered = [](int number, const QString& sign, const std::string& line) {
    const QString shown = number == 0 ? QString() : QString::number(number);
    return QStringLiteral("%1 %2 %3").arg(shown, 4).arg(number == 0 ? QStringLiteral(" ") : sign, words::plain(line));
  };
  for (const setup::SideBySide& line : m_lines) {
    before.push_back(numbered(line.lineBefore, line.changed ? QStringLiteral("−") : QStringLiteral(" "), line.before));
    after.push_back(numbered(line.lineAfter, line.changed ? QStringLiteral("+") : QStringLiteral(" "), line.after));
    if (line.lineAfter != 0) bare.push_back(words::plain(line.after));
  }
  m_textAfter = bare.join(QLatin1Char('\n')) + QLatin1Char('\n');
  fill(*m_before, before, true);
  fill(*m_after, after, false);
  makeAlike();
  m_firstToSee = std::max(0, static_cast<int>(file.firstToSee) - 3);
  scrollToFirst();
}

void SideBySideView::scrollToFirst() {
  for (auto* side : {m_before, m_after}) side->verticalScrollBar()->setValue(m_firstToSee);
}

// Filled before it had its height, it could not be scrolled yet.
void SideBySideView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  QTimer::singleShot(0, this, &SideBySideView::scrollToFirst);
}

void SideBySideView::showAlone(const QString& why, const QString& text) {
  m_lines.clear();
  m_firstToSee = 0;
  m_textAfter = text;
  m_before->setLineWrapMode(QPlainTextEdit::WidgetWidth);
  m_before->setPlainText(why);
  m_after->setPlainText(text);
  m_before->setExtraSelections({});
  m_after->setExtraSelections({});
}

void SideBySideView::fill(QPlainTextEdit& side, const QStringList& lines, bool isBefore) {
  side.setLineWrapMode(QPlainTextEdit::NoWrap);
  const QString text = lines.join(QLatin1Char('\n'));
  if (side.toPlainText() != text) side.setPlainText(text);
  mark(side, isBefore);
}

void SideBySideView::mark(QPlainTextEdit& side, bool isBefore) {
  const ThemeColors& colors = m_theme.colors();
  QList<QTextEdit::ExtraSelection> marks;
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    const setup::SideBySide& line = m_lines[i];
    if (!line.changed) continue;
    const bool isThere = (isBefore ? line.lineBefore : line.lineAfter) != 0;
    QTextEdit::ExtraSelection mark;
    mark.format.setBackground(!isThere ? colors.hover : isBefore ? colors.bannerBad : colors.addedLine);
    mark.format.setProperty(QTextFormat::FullWidthSelection, true);
    mark.cursor = QTextCursor(side.document()->findBlockByNumber(static_cast<int>(i)));
    marks.push_back(mark);
  }
  side.setExtraSelections(marks);
}

void SideBySideView::refreshLook() {
  mark(*m_before, true);
  mark(*m_after, false);
}

}  // namespace lk::ui

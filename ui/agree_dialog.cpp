#include "ui/agree_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QTextBlock>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dialogs.h"
#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

constexpr int kWidth = 640;
constexpr int kCodeFrame = 12;  // pixels: borders and padding of the style sheet
constexpr int kMostLines = 14;  // of code, before it scrolls

QString markOf(const AgreeDialog::Section& section, int line) {
  if (section.lines.size() == 1) return {};
  const bool isStep = section.form == AgreeDialog::Section::Form::Steps;
  return isStep ? QStringLiteral("%1.").arg(line + 1) : QStringLiteral("•");
}

// Lines that go and lines that come, as beside each other elsewhere.
void markDiff(QPlainTextEdit& code, const ThemeColors& colors) {
  QList<QTextEdit::ExtraSelection> marks;
  for (QTextBlock line = code.document()->begin(); line.isValid(); line = line.next()) {
    const QString text = line.text();
    const bool isNameOfFile = text.startsWith(QStringLiteral("--- ")) || text.startsWith(QStringLiteral("+++ "));
    const bool isAdded = text.startsWith(QLatin1Char('+'));
    if (isNameOfFile || (!isAdded && !text.startsWith(QLatin1Char('-')))) continue;
    QTextEdit::ExtraSelection mark;
    mark.format.setBackground(isAdded ? colors.addedLine : colors.bannerBad);
    mark.format.setProperty(QTextFormat::FullWidthSelection, true);
    mark.cursor = QTextCursor(line);
    marks.push_back(mark);
  }
  code.setExtraSelections(marks);
}

}  // namespace

AgreeDialog::AgreeDialog(const Theme& theme, const Words& words, QWidget* parent) : QDialog(parent) {
  setWindowTitle(words.title);
  setModal(true);
  setAttribute(Qt::WA_DeleteOnClose);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  QLabel* heading = parts::heading(words.heading);
  heading->setWordWrap(true);
  layout->addWidget(heading);
  // All of it is read before the answer; on a small screen it scrolls, and the answers stay.
  auto* body = new QWidget;
  auto* said = new QVBoxLayout(body);
  said->setContentsMargins(0, 0, 0, 0);
  said->setSpacing(parts::kGap);
  for (const Section& section : words.sections) {
    if (section.lines.isEmpty()) continue;
    const bool isCode = section.form == Section::Form::Code || section.form == Section::Form::Diff;
    said->addWidget(parts::muted(section.title));
    isCode ? addCode(theme, section, *said) : addLines(section, *said);
  }
  said->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  QPushButton* cancel = buttons->button(QDialogButtonBox::Cancel);
  cancel->setIcon({});
  cancel->setAccessibleName(tr("Cancel"));
  cancel->setToolTip(tr("Do nothing"));
  auto* yes = new QPushButton(words.verb);
  yes->setObjectName(QStringLiteral("agree"));
  yes->setAccessibleName(words.verb);
  yes->setToolTip(words.tip);
  buttons->addButton(yes, words.dangerous ? QDialogButtonBox::DestructiveRole : QDialogButtonBox::AcceptRole);
  if (words.dangerous) parts::makeDangerous(yes);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(yes, &QPushButton::clicked, this, &QDialog::accept);
  layout->addSpacing(parts::kGap);
  layout->addWidget(buttons);
  dialogs::giveAnswers(yes, cancel);
  cancel->setFocus();
  // By itself a dialog reckons with texts that are wrapped sooner, and leaves a gap.
  setMinimumWidth(kWidth);
  ensurePolished();
  const int around = layout->totalHeightForWidth(kWidth) + parts::kGap;
  auto* scroll = new QScrollArea;
  scroll->setAccessibleName(words.heading);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(body);
  scroll->setWidgetResizable(true);
  layout->insertWidget(1, scroll, 1);
  const int inner = said->hasHeightForWidth() ? said->totalHeightForWidth(kWidth - 2 * parts::kMargin)
                                              : said->totalSizeHint().height();
  const int height = around + inner;
  dialogs::resizeToScreen(this, {kWidth, height});
  // By the keyboard only where there is something to scroll.
  scroll->setFocusPolicy(this->height() < height ? Qt::StrongFocus : Qt::NoFocus);
}

// What does not fit on a line goes on below its words, not below its mark.
void AgreeDialog::addLines(const Section& section, QVBoxLayout& layout) {
  auto* lines = new QGridLayout;
  lines->setHorizontalSpacing(6);
  lines->setVerticalSpacing(2);
  lines->setColumnStretch(1, 1);
  for (int line = 0; line < section.lines.size(); ++line) {
    QLabel* text = parts::value(section.title);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setText(section.lines[line]);
    if (const QString mark = markOf(section, line); !mark.isEmpty()) {
      lines->addWidget(parts::muted(mark), line, 0, Qt::AlignTop | Qt::AlignRight);
    }
    lines->addWidget(text, line, 1);
  }
  layout.addLayout(lines);
}

void AgreeDialog::addCode(const Theme& theme, const Section& section, QVBoxLayout& layout) {
  auto* code = new QPlainTextEdit(section.lines.join(QLatin1Char('\n')));
  code->setReadOnly(true);
  code->setTabChangesFocus(true);
  code->setLineWrapMode(QPlainTextEdit::NoWrap);
  code->setFont(parts::monospace(font()));
  code->setAccessibleName(section.title);
  code->setToolTip(section.title);
  const int lines = static_cast<int>(code->document()->blockCount());
  // A whole number of lines: with what stands around all of them, or with none of the next seen.
  const int margin = static_cast<int>(code->document()->documentMargin());
  const int around = kCodeFrame + (lines <= kMostLines ? 2 * margin + 1 : margin);
  code->setFixedHeight(QFontMetrics(code->font()).lineSpacing() * std::clamp(lines, 1, kMostLines) + around);
  if (section.form == Section::Form::Diff) markDiff(*code, theme.colors());
  layout.addWidget(code);
}

}  // namespace lk::ui

#include "ui/agree_dialog.h"

#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/parts.h"

namespace lk::ui {

namespace {

constexpr int kWidth = 640;
constexpr int kMostLines = 14;  // of code, before it scrolls

QString listed(const AgreeDialog::Section& section) {
  QStringList lines;
  for (int i = 0; i < section.lines.size(); ++i) {
    const bool isStep = section.form == AgreeDialog::Section::Form::Steps;
    const QString mark = section.lines.size() == 1 ? QString()
                         : isStep                  ? QStringLiteral("%1. ").arg(i + 1)
                                                   : QStringLiteral("• ");
    lines.push_back(mark + section.lines[i]);
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

AgreeDialog::AgreeDialog(const Words& words, QWidget* parent) : QDialog(parent) {
  setWindowTitle(words.title);
  setModal(true);
  setAttribute(Qt::WA_DeleteOnClose);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  QLabel* heading = parts::heading(words.heading);
  heading->setWordWrap(true);
  layout->addWidget(heading);
  for (const Section& section : words.sections) {
    if (!section.lines.isEmpty()) add(section, *layout);
  }
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  QPushButton* cancel = buttons->button(QDialogButtonBox::Cancel);
  cancel->setIcon({});
  cancel->setAccessibleName(tr("Cancel"));
  cancel->setToolTip(tr("Do nothing"));
  auto* yes = new QPushButton(words.verb);
  yes->setObjectName(QStringLiteral("agree"));
  yes->setAccessibleName(words.verb);
  yes->setToolTip(words.tip);
  yes->setAutoDefault(false);
  buttons->addButton(yes, words.dangerous ? QDialogButtonBox::DestructiveRole : QDialogButtonBox::AcceptRole);
  // The safe answer is the one that Enter gives.
  cancel->setDefault(true);
  if (words.dangerous) parts::makeDangerous(yes);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(yes, &QPushButton::clicked, this, &QDialog::accept);
  layout->addStretch(1);
  layout->addSpacing(parts::kGap);
  layout->addWidget(buttons);
  cancel->setFocus();
  // By itself a dialog reckons with texts that are wrapped sooner, and leaves a gap.
  setMinimumWidth(kWidth);
  ensurePolished();
  resize(kWidth, layout->totalHeightForWidth(kWidth));
}

void AgreeDialog::add(const Section& section, QVBoxLayout& layout) {
  layout.addWidget(parts::muted(section.title));
  if (section.form != Section::Form::Code) {
    QLabel* text = parts::value(section.title);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setText(listed(section));
    layout.addWidget(text);
    return;
  }
  auto* code = new QPlainTextEdit(section.lines.join(QLatin1Char('\n')));
  code->setReadOnly(true);
  code->setTabChangesFocus(true);
  code->setLineWrapMode(QPlainTextEdit::NoWrap);
  code->setFont(parts::monospace(font()));
  code->setAccessibleName(section.title);
  code->setToolTip(section.title);
  const int lines = static_cast<int>(code->document()->blockCount());
  code->setFixedHeight(QFontMetrics(code->font()).lineSpacing() * std::clamp(lines, 1, kMostLines) + 24);
  layout.addWidget(code);
}

}  // namespace lk::ui

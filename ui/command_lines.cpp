#include "ui/command_lines.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>

#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

CommandLines::CommandLines(const Theme& theme, const QStringList& lines, Kind kind, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_copy(new QPushButton(tr("Copy"))) {
  setProperty("role", QStringLiteral("code"));
  const bool isCode = kind == Kind::Configuration;
  const int count = static_cast<int>(lines.size());
  QLabel* text = parts::value(isCode ? tr("Configuration to copy") : tr("Commands to copy"));
  text->setText(lines.join(QLatin1Char('\n')));
  text->setTextFormat(Qt::PlainText);
  text->setFont(parts::monospace(text->font()));
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_copy->setAccessibleName(isCode ? tr("Copy the configuration") : tr("Copy %n command(s)", nullptr, count));
  m_copy->setToolTip(isCode ? tr("Copy what stands here, to be put into a configuration file")
                            : tr("Copy what stands here, to be pasted into a terminal"));
  connect(m_copy, &QPushButton::clicked, this, [this, lines, isCode, count] {
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + (isCode ? QStringLiteral("\n") : QString()));
    Q_EMIT said(isCode ? tr("Copied the configuration") : tr("Copied %n command(s)", nullptr, count));
  });
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(10, 6, 6, 6);
  layout->setSpacing(parts::kGap);
  layout->addWidget(text, 1);
  layout->addWidget(m_copy, 0, Qt::AlignTop);
  refreshLook();
}

void CommandLines::refreshLook() { m_copy->setIcon(m_theme.icon(QStringLiteral("copy"))); }

}  // namespace lk::ui

#include "ui/command_lines.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>

#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

CommandLines::CommandLines(const Theme& theme, const QStringList& commands, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_copy(new QPushButton(tr("Copy"))) {
  setProperty("role", QStringLiteral("code"));
  QLabel* text = parts::value(tr("Commands to copy"));
  text->setText(commands.join(QLatin1Char('\n')));
  text->setTextFormat(Qt::PlainText);
  text->setFont(parts::monospace(text->font()));
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_copy->setAccessibleName(tr("Copy %n command(s)", nullptr, static_cast<int>(commands.size())));
  m_copy->setToolTip(tr("Copy what stands here, to be pasted into a terminal"));
  connect(m_copy, &QPushButton::clicked, this, [this, commands] {
    QApplication::clipboard()->setText(commands.join(QLatin1Char('\n')));
    Q_EMIT said(tr("Copied %n command(s)", nullptr, static_cast<int>(commands.size())));
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

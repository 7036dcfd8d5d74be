#include "ui/payload_edit.h"

#include <QTextBlock>
#include <algorithm>

#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

constexpr int kLines = 3;

}  // namespace

PayloadEdit::PayloadEdit(const Theme& theme, QWidget* parent) : QPlainTextEdit(parent), m_theme(theme) {
  setAccessibleName(tr("Payload"));
  setToolTip(
      tr("The bytes for the device, as text, hex or JSON. {device} stands for the device's id, {counter} for the "
         "number of the command, {name} for a column of the CSV file; {{name} is {name} itself"));
  setPlaceholderText(tr("for example: relay on"));
  setTabChangesFocus(true);
  setFont(parts::monospace(font()));
  setFixedHeight(fontMetrics().lineSpacing() * kLines + 18);
}

void PayloadEdit::markFault(const std::optional<TextFault>& fault) {
  parts::setStyleProperty(this, "invalid", fault.has_value());
  setAccessibleDescription(fault ? fault->text : QString());
  QList<QTextEdit::ExtraSelection> marks;
  const int size = document()->characterCount() - 1;
  if (fault && size > 0) {
    const int from = std::clamp(static_cast<int>(fault->at), 0, size - 1);
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(document());
    mark.cursor.setPosition(from);
    mark.cursor.setPosition(std::clamp(from + static_cast<int>(fault->length), from + 1, size),
                            QTextCursor::KeepAnchor);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(m_theme.colors().bad);
    mark.format.setBackground(m_theme.colors().bannerBad);
    marks.push_back(mark);
  }
  setExtraSelections(marks);
}

}  // namespace lk::ui

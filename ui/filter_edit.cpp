#include "ui/filter_edit.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

constexpr std::chrono::milliseconds kWait{80};

}  // namespace

FilterEdit::FilterEdit(const Theme& theme, const QString& placeholder, const QString& name, QWidget* parent)
    : QLineEdit(parent), m_theme(theme), m_glass(new QAction(this)) {
  setPlaceholderText(placeholder);
  setAccessibleName(name);
  setToolTip(placeholder);
  setClearButtonEnabled(true);
  setMaxLength(1'000);
  addAction(m_glass, LeadingPosition);
  m_glass->setText(name);
  m_wait.setSingleShot(true);
  m_wait.setInterval(kWait);
  connect(this, &QLineEdit::textChanged, this, [this] { m_wait.start(); });
  connect(this, &QLineEdit::textEdited, this, &FilterEdit::offerWords);
  connect(&m_wait, &QTimer::timeout, this, [this] { Q_EMIT filterChanged(text()); });
  refreshIcons();
}

void FilterEdit::refreshIcons() { m_glass->setIcon(m_theme.icon(QStringLiteral("search"))); }

void FilterEdit::completeWith(const QStringList& words) {
  m_words = words;
  m_completer = new QCompleter(m_words, this);
  m_completer->setCaseSensitivity(Qt::CaseInsensitive);
  m_completer->setWidget(this);
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &FilterEdit::putWord);
}

void FilterEdit::offerWords() {
  if (m_completer == nullptr) return;
  const QString word = text().left(cursorPosition()).section(QLatin1Char(' '), -1);
  m_completer->setCompletionPrefix(word);
  const bool isOffer = !word.isEmpty() && cursorPosition() == text().size() && m_completer->completionCount() > 0 &&
                       !m_words.contains(word);
  if (isOffer) {
    m_completer->complete();
  } else {
    m_completer->popup()->hide();
  }
}

void FilterEdit::putWord(const QString& word) {
  const qsizetype start = text().lastIndexOf(QLatin1Char(' ')) + 1;
  setText(text().left(start) + word);
}

void FilterEdit::setProblem(const QString& problem) {
  parts::setStyleProperty(this, "invalid", !problem.isEmpty());
  setToolTip(problem.isEmpty() ? placeholderText() : problem);
}

void FilterEdit::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && !text().isEmpty()) return clear();
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    m_wait.stop();
    Q_EMIT filterChanged(text());
    Q_EMIT accepted();
    return;
  }
  QLineEdit::keyPressEvent(event);
}

}  // namespace lk::ui

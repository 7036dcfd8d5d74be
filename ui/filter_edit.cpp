#include "ui/filter_edit.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QStringListModel>

#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

constexpr std::chrono::milliseconds kWait{80};
constexpr int kBesideText = 26;  // the icons, in pixels

// A word that is only begun, as a key with its sign: its value comes next.
bool isHalf(const QString& word) {
  return word.endsWith(QLatin1Char(':')) || word.endsWith(QLatin1Char('>')) || word.endsWith(QLatin1Char('<'));
}

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
  connect(this, &QLineEdit::textEdited, this, [this] { offerWords(false); });
  connect(&m_wait, &QTimer::timeout, this, [this] { Q_EMIT filterChanged(text()); });
  refreshIcons();
}

void FilterEdit::refreshIcons() { m_glass->setIcon(m_theme.icon(QStringLiteral("search"))); }

void FilterEdit::completeWith(Offers offers) {
  m_offers = std::move(offers);
  m_offered = new QStringListModel(this);
  m_completer = new QCompleter(m_offered, this);
  m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  m_completer->setWidget(this);
  m_completer->popup()->setAccessibleName(tr("What could be typed next"));
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &FilterEdit::putWord);
}

FilterEdit::Word FilterEdit::wordAtCursor() const {
  const QString all = text();
  Word word{cursorPosition(), cursorPosition()};
  while (word.at > 0 && !all[word.at - 1].isSpace()) --word.at;
  while (word.end < all.size() && !all[word.end].isSpace()) ++word.end;
  return word;
}

bool FilterEdit::isOffering() const { return m_completer != nullptr && m_completer->popup()->isVisible(); }

void FilterEdit::offerWords(bool asked) {
  if (m_completer == nullptr) return;
  const Word word = wordAtCursor();
  const QString begun = text().mid(word.at, cursorPosition() - word.at);
  const bool isAsked = asked || !begun.isEmpty();
  const QStringList offers = isAsked && cursorPosition() == word.end ? m_offers(begun) : QStringList();
  if (offers.isEmpty()) return m_completer->popup()->hide();
  m_offered->setStringList(offers);
  m_completer->complete();
  m_completer->popup()->setCurrentIndex({});
}

void FilterEdit::putWord(const QString& word) {
  const Word old = wordAtCursor();
  const QString all = text();
  setText(all.left(old.at) + word + all.mid(old.end));
  setCursorPosition(static_cast<int>(old.at + word.size()));
  if (isHalf(word))
    QMetaObject::invokeMethod(
        this, [this] { offerWords(false); }, Qt::QueuedConnection);
}

void FilterEdit::setProblems(const QList<FilterProblem>& problems) {
  m_problems = problems;
  parts::setStyleProperty(this, "invalid", !problems.isEmpty());
  QStringList reasons;
  for (const FilterProblem& problem : problems) reasons.push_back(problem.reason);
  setToolTip(problems.isEmpty() ? placeholderText() : reasons.join(QLatin1Char('\n')));
  update();
}

void FilterEdit::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  if (m_problems.isEmpty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(m_theme.colors().bad, 1.25));
  painter.setClipRect(rect().adjusted(kBesideText, 0, -kBesideText, 0));
  // Where the cursor is tells where the text begins, however far it is scrolled.
  const auto widthOf = [this](qsizetype length) { return fontMetrics().horizontalAdvance(text().left(length)); };
  const int begin = cursorRect().center().x() - widthOf(cursorPosition());
  const int y = cursorRect().bottom() - 1;
  for (const FilterProblem& problem : std::as_const(m_problems)) {
    const int end = begin + widthOf(problem.at + problem.length);
    QPolygonF wave;
    for (int x = begin + widthOf(problem.at); x <= end; x += 2) wave << QPointF(x, y - (wave.size() % 2 == 0 ? 0 : 2));
    painter.drawPolyline(wave);
  }
}

bool FilterEdit::event(QEvent* event) {
  if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Tab && isOffering()) {
    const QModelIndex chosen = m_completer->popup()->currentIndex();
    const QString word = chosen.isValid() ? chosen.data().toString() : m_offered->stringList().constFirst();
    m_completer->popup()->hide();
    putWord(word);
    return true;
  }
  return QLineEdit::event(event);
}

void FilterEdit::keyPressEvent(QKeyEvent* event) {
  const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  // The list of offers takes them.
  if (isOffering() &&
      (event->key() == Qt::Key_Escape || (isReturn && m_completer->popup()->currentIndex().isValid()))) {
    return event->ignore();
  }
  const bool asks =
      event->key() == Qt::Key_Down || (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier);
  if (asks && !isOffering()) return offerWords(true);
  if (event->key() == Qt::Key_Escape && !text().isEmpty()) return clear();
  if (isReturn) {
    m_wait.stop();
    Q_EMIT filterChanged(text());
    Q_EMIT accepted();
    return;
  }
  QLineEdit::keyPressEvent(event);
}

}  // namespace lk::ui

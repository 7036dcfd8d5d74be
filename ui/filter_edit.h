#pragma once

#include <QLineEdit>
#include <QTimer>
#include <functional>

#include "ui/filter_problem.h"

class QCompleter;
class QAction;
class QStringListModel;

namespace lk::ui {

class Theme;

// The filter field of a page: takes effect while one types, Esc clears it. It offers what may be typed next, and marks
// the words that its owner finds wrong.
class FilterEdit final : public QLineEdit {
  Q_OBJECT

 public:
  // What could stand in place of a word, of which this much is typed. An empty word: what may begin one.
  using Offers = std::function<QStringList(const QString& word)>;

  FilterEdit(const Theme& theme, const QString& placeholder, const QString& name, QWidget* parent = nullptr);

  // Down or Ctrl+Space asks for offers without typing; Tab and Return take the one that is chosen.
  void completeWith(Offers offers);
  // Marks them under the words. None: nothing is wrong.
  void setProblems(const QList<FilterProblem>& problems);
  [[nodiscard]] const QList<FilterProblem>& problems() const { return m_problems; }
  void refreshIcons();

 Q_SIGNALS:
  // A moment after the last key.
  void filterChanged(const QString& text);
  // Return was pressed.
  void accepted();

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Word {
    qsizetype at = 0;
    qsizetype end = 0;
  };

  [[nodiscard]] Word wordAtCursor() const;
  [[nodiscard]] bool isOffering() const;
  void offerWords(bool asked);
  void putWord(const QString& word);

  const Theme& m_theme;
  QTimer m_wait;
  QAction* m_glass;
  Offers m_offers;
  QStringListModel* m_offered = nullptr;
  QCompleter* m_completer = nullptr;
  QList<FilterProblem> m_problems;
};

}  // namespace lk::ui

#pragma once

#include <QLineEdit>
#include <QTimer>

class QCompleter;
class QAction;

namespace lk::ui {

class Theme;

// The filter field of a page: takes effect while one types, Esc clears it. What is wrong with it is marked by its
// owner.
class FilterEdit final : public QLineEdit {
  Q_OBJECT

 public:
  FilterEdit(const Theme& theme, const QString& placeholder, const QString& name, QWidget* parent = nullptr);

  // Words that are offered while the last word is typed.
  void completeWith(const QStringList& words);
  // An empty text: nothing is wrong.
  void setProblem(const QString& problem);
  void refreshIcons();

 Q_SIGNALS:
  // A moment after the last key.
  void filterChanged(const QString& text);
  // Return was pressed.
  void accepted();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void offerWords();
  void putWord(const QString& word);

  const Theme& m_theme;
  QTimer m_wait;
  QAction* m_glass;
  QStringList m_words;
  QCompleter* m_completer = nullptr;
};

}  // namespace lk::ui

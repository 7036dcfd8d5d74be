#pragma once

#include <QDialog>
#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace lk::ui {

// Asks for a name. Whether it will do is said while it is typed.
class NameDialog final : public QDialog {
  Q_OBJECT

 public:
  struct Verdict {
    QString problem;  // empty: it will do
    QString verb;     // of the button
  };
  using Judge = std::function<Verdict(const QString& name)>;

  NameDialog(const QString& title, const QString& label, const QString& name, Judge judge, QWidget* parent = nullptr);

 Q_SIGNALS:
  void nameAccepted(const QString& name);

 private:
  void check();

  Judge m_judge;
  QLineEdit* m_name;
  QLabel* m_problem;
  QPushButton* m_yes;
};

}  // namespace lk::ui

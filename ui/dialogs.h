#pragma once

#include <QSize>

class QDialog;
class QPushButton;
class QSpinBox;

// What the dialogs have in common: which answer a key gives, and that they stand on the screen whole.
namespace lk::ui::dialogs {

// Escape and Enter are the safe answer, wherever the keyboard is; on the focused verb Enter does the verb. Held down it
// does not: who holds it in a field before has not read the verb. Both stand in their dialog already, or it takes the
// first button for the default one.
void giveAnswers(QPushButton* verb, QPushButton* safe);
// Enter in the number of a dialog ends the number, not the dialog: the keyboard goes on to another control.
void letEnterGoOn(QSpinBox* number, QPushButton* next);
// As large as wanted, unless the screen is smaller.
void resizeToScreen(QDialog* dialog, QSize wanted);

}  // namespace lk::ui::dialogs

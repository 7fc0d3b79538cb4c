use core::fmt;

use super::statement::Statement;

/// Plain text, 82 columns: a statement without its letterhead, which is the host's.
impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Statement of {}, to be paid by {}\n",
            self.issued(),
            self.due_by()
        )?;
        if let Some(previous) = self.previous() {
            let asked = format!("Asked on {}", previous.issued);
            writeln!(f, "{asked:<71}{:>11}\n", previous.to_pay)?;
        }
        writeln!(
            f,
            "{:<27}{:>11}{:>11}{:>11}{:>11}{:>11}",
            "Service", "Charge", "Insurance", "Taken off", "You paid", "Due"
        )?;
        for line in self.lines() {
            let label = line.label.as_deref().unwrap_or_default();
            let service = format!("{} {label:.15}", line.service);
            writeln!(
                f,
                "{service:<27}{:>11}{:>11}{:>11}{:>11}{:>11}",
                line.charged, line.paid_by_payers, line.taken_off, line.paid_by_patient, line.due
            )?;
        }
        let totals = self.totals();
        writeln!(f, "\n{:<71}{:>11}", "Due", totals.due)?;
        if !totals.unapplied.is_zero() {
            writeln!(
                f,
                "{:<71}{:>11}",
                "Paid and not yet applied", totals.unapplied
            )?;
        }
        writeln!(f, "{:<71}{:>11}", "Please pay", totals.to_pay)
    }
}

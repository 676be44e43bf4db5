package submit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/ftplan/ftplan/plan/bill"
	"github.com/ftplan/ftplan/submit/service"
)

// Bill compares what a job was quoted at with what it was billed. Money is a
// decimal number of US dollars as text. A nil is unknown.
type Bill struct {
	Time         time.Time      `json:"time"` // when the job ended, or was looked at
	Submission   string         `json:"submission"`
	Quote        string         `json:"quote"`
	JobID        string         `json:"job"`
	Model        string         `json:"model"`
	Provider     string         `json:"provider"`
	URL          string         `json:"url,omitempty"` // the address of the service; "" in a ledger of an older program
	Method       string         `json:"method,omitempty"`
	Status       service.Status `json:"status"`
	QuotedTokens *int64         `json:"quoted_tokens"`
	BilledTokens *int64         `json:"billed_tokens"`
	QuotedEpochs *int64         `json:"quoted_epochs"`
	BilledEpochs *int64         `json:"billed_epochs"`
	QuotedUSD    *string        `json:"quoted_usd"`
	BilledUSD    *string        `json:"billed_usd"`
	// Differs says how the job is not as it was approved, or is empty.
	Differs string `json:"differs,omitempty"`

	// Note says what is known of a bill that is unknown.
	Note string `json:"note,omitempty"`
	// TrainedTokens is the job's own counter, which is not everywhere the bill.
	TrainedTokens *int64 `json:"trained_tokens,omitempty"`
	// Training and Validation are the files by what is in them.
	Training        *BilledFile       `json:"training,omitempty"`
	Validation      *BilledFile       `json:"validation,omitempty"`
	Encoding        string            `json:"encoding,omitempty"`
	Hyperparameters map[string]string `json:"hyperparameters,omitempty"` // as the service resolved them
	Minutes         *float64          `json:"minutes,omitempty"`         // from the creation of the job to its end
	Best            *Best             `json:"best,omitempty"`            // the lowest validation loss
	FineTunedModel  string            `json:"fine_tuned_model,omitempty"`

	// Figures are those of the bill that can be shared; nil where it is not known, or not what was quoted.
	Figures *bill.Figures `json:"figures,omitempty"`
}

// BilledFile is a file that a job used. What is in it is known where the job was
// launched from here; otherwise the ID alone is.
type BilledFile struct {
	ID       string `json:"id,omitempty"`   // at the service
	Name     string `json:"name,omitempty"` // as it was quoted
	SHA256   string `json:"sha256,omitempty"`
	Examples int64  `json:"examples,omitempty"`
}

const (
	ledgerName    = "history.jsonl"
	longestLedger = 64 << 20
)

// WriteBill adds a bill to the ledger of a state folder and returns when it is
// on the disk.
func WriteBill(dir string, b Bill) error {
	if err := OwnFolder(dir); err != nil {
		return service.Local("cannot use the state folder", err)
	}
	lock, err := awaitLock(filepath.Join(dir, "history.lock"))
	if err != nil {
		return service.Local("cannot lock the ledger", err)
	}
	defer lock.release()
	line, err := json.Marshal(b)
	if err != nil {
		return service.Local("cannot write the ledger", err)
	}
	file, err := os.OpenFile(filepath.Join(dir, ledgerName), os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return service.Local("cannot open the ledger", err)
	}
	err = errors.Join(appendLine(file, append(line, '\n')), file.Close(), syncDir(dir))
	if err != nil {
		return service.Local("cannot write the ledger", err)
	}
	return nil
}

// awaitLock tries for up to five seconds: a ledger is held for milliseconds.
func awaitLock(path string) (*lock, error) {
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		l, _, err := takeLock(path)
		if !errors.Is(err, errHeld) || time.Since(began) > 5*time.Second {
			return l, err
		}
	}
}

// appendLine writes behind the last whole line, over one that was torn.
func appendLine(file *os.File, line []byte) error {
	text, err := io.ReadAll(io.LimitReader(file, longestLedger))
	if err != nil {
		return err
	}
	end := int64(bytes.LastIndexByte(text, '\n') + 1)
	if err := file.Truncate(end); err != nil {
		return err
	}
	if _, err := file.WriteAt(line, end); err != nil {
		return err
	}
	return file.Sync()
}

// Bills returns the ledger of a state folder, the last bill of each job, in
// the order in which the jobs first appear. A torn last line is left out.
func Bills(dir string) ([]Bill, error) {
	text, err := readBounded(filepath.Join(dir, ledgerName), longestLedger)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, service.Local("cannot read the ledger", err)
	}
	bills, err := readBills(text)
	if err != nil {
		return nil, service.Local("cannot read the ledger", err)
	}
	return bills, nil
}

func readBills(text []byte) ([]Bill, error) {
	var bills []Bill
	at := map[string]int{}
	for n, line := range bytes.SplitAfter(text, []byte("\n")) {
		if !bytes.HasSuffix(line, []byte("\n")) {
			break
		}
		var b Bill
		if err := json.Unmarshal(line, &b); err != nil {
			return nil, &DamageError{Line: n + 1, Why: service.Show(err.Error(), 200)}
		}
		if i, ok := at[b.JobID]; ok {
			b.Differs = cmp.Or(b.Differs, bills[i].Differs)
			bills[i] = b
			continue
		}
		at[b.JobID] = len(bills)
		bills = append(bills, b)
	}
	return bills, nil
}

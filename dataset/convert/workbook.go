package convert

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxWorkbook is how many bytes a workbook may be once it is unpacked.
const maxWorkbook = 1 << 30

// workbookForm returns the form of an Excel workbook: the rows of its first sheet that has any, under a row of names.
func workbookForm(src *replay, o Options) (form, error) {
	size, err := src.whole()
	if err != nil {
		return form{}, err
	}
	book, err := openWorkbook(io.NewSectionReader(src, 0, size))
	if err != nil {
		return form{}, fmt.Errorf("it is a zip archive, or an Excel workbook that cannot be read; unpack it, or export the sheet as CSV and convert that: %w", err)
	}
	sheet, more, err := sheetWithRows(book)
	if err != nil {
		return form{}, err
	}
	name := "the Excel sheet " + quoted(sheet)
	if more > 0 {
		name += fmt.Sprintf(" (%d more with rows were not read)", more)
	}
	return form{name, func(io.Reader) rows {
		return func(yield func(row, error) bool) { sheetRows(book, sheet, o, yield) }
	}}, nil
}

func openWorkbook(in io.Reader) (book *excelize.File, err error) {
	defer caught(&err)
	return excelize.OpenReader(in, excelize.Options{UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: 64 << 20})
}

// sheetWithRows returns the first sheet that has rows, and how many more have.
func sheetWithRows(book *excelize.File) (sheet string, more int, err error) {
	defer caught(&err)
	for _, name := range book.GetSheetList() {
		rows, err := book.Rows(name)
		if err != nil {
			continue // a chart, or another sheet without cells
		}
		filled := rows.Next()
		rows.Close()
		switch {
		case filled && sheet == "":
			sheet = name
		case filled:
			more++
		}
	}
	if sheet == "" {
		return "", 0, errors.New("the workbook holds no rows")
	}
	return sheet, more, nil
}

// sheetRows yields the rows of a sheet below its row of names.
func sheetRows(book *excelize.File, sheet string, o Options, yield func(row, error) bool) {
	rows, err := book.Rows(sheet)
	if err != nil {
		yield(row{}, err)
		return
	}
	defer rows.Close()
	var header []string
	var text []byte
	for line := 1; ; line++ {
		cells, err := nextCells(rows)
		if err == io.EOF {
			return
		}
		if err == nil && header == nil {
			if header, err = headerOf(cells, o); err == nil && !o.NoHeader {
				continue
			}
		}
		if err != nil {
			yield(row{}, err)
			return
		}
		text = appendCells(text[:0], header, cells)
		r := row{line: line, text: text, raw: text, blank: strings.TrimSpace(strings.Join(cells, "")) == ""}
		if len(cells) > len(header) {
			r.fault = fmt.Errorf("it has %d cells, the first row names %d columns", len(cells), len(header))
		}
		if !yield(r, nil) {
			return
		}
	}
}

// nextCells returns the cells of the next row, io.EOF behind the last.
func nextCells(rows *excelize.Rows) (cells []string, err error) {
	defer caught(&err)
	if !rows.Next() {
		if err := rows.Error(); err != nil {
			return nil, err
		}
		return nil, io.EOF
	}
	return rows.Columns()
}
